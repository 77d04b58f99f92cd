// SPDX-License-Identifier: Apache-2.0
#include "link/picture.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace causeway::link {
namespace {

using telemetry::Histogram;
using telemetry::Leg;
using telemetry::Vantage;

// Who waited less found a connection open and only took its turn.
constexpr std::uint64_t kWaitedUs = 500;

LinkTimes timesOf(const telemetry::LinkRow& row) {
    LinkTimes times;
    times.from = row.from;
    times.to = row.to;
    times.whole = Timing::of(row.caller.latency);
    for (const auto& [leg, time] : row.legs) {
        times.leg(leg) = Timing::of(time);
        if (leg == Leg::Connect)
            times.setup = Timing::of(time, kWaitedUs);
    }
    if (const auto attempts = row.connectionsOpened + row.requestsReused; attempts > 0)
        times.reusedShare = double(row.requestsReused) / double(attempts);
    times.requests = row.caller.requests;
    times.failures = row.caller.failures;
    return times;
}

std::vector<ServiceTimes> servicesOf(std::span<const telemetry::ClusterSamples> clusters) {
    struct Sum {
        Histogram application;
        Histogram proxy;
        std::uint64_t requests = 0;
        std::uint64_t overLinks = 0;
    };
    std::map<std::pair<std::string, std::string>, Sum> sums;
    for (const auto& cluster : clusters) {
        for (const auto& sample : cluster.samples) {
            const auto& key = sample.labels.key;
            if (key.vantage != Vantage::Caller)
                continue;
            auto& sum = sums[{key.destinationService, key.destinationCluster}];
            sum.application.merge(sample.counters.leg(Leg::Application));
            sum.proxy.merge(sample.counters.leg(Leg::CalleeProxy));
            sum.requests += sample.counters.requests;
            sum.overLinks += key.link.empty() ? 0 : sample.counters.requests;
        }
    }
    std::vector<ServiceTimes> services;
    for (const auto& [key, sum] : sums)
        services.push_back({key.first, key.second, Timing::of(sum.application),
                            Timing::of(sum.proxy), sum.requests, sum.overLinks});
    return services;
}

} // namespace

std::optional<Timing> Timing::of(const Histogram& histogram, std::uint64_t aboveUs) {
    const auto sparse = histogram.sparse();
    const auto from = aboveUs > 0 ? Histogram::bucketOf(aboveUs) + 1 : 0;
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
        if (sparse.buckets[i] < from)
            continue;
        const double low = Histogram::lowerEdgeUs(sparse.buckets[i]);
        // The last bucket is open: its values are at most the largest seen.
        const double high =
            std::min(Histogram::upperEdgeUs(sparse.buckets[i]), double(histogram.maxUs()));
        const double middle = (low + std::max(low, high)) / 2 / 1000;
        const auto times = double(sparse.counts[i]);
        count += times;
        sum += times * middle;
        squares += times * middle * middle;
    }
    if (count == 0)
        return std::nullopt;
    Timing timing;
    timing.count = std::uint64_t(count);
    timing.meanMs = from == 0 ? double(histogram.sumUs()) / count / 1000 : sum / count;
    const double variance = std::max(0.0, squares / count - (sum / count) * (sum / count));
    timing.errorMs = std::sqrt(variance / count);
    return timing;
}

const LinkTimes* Picture::find(const std::string& from, const std::string& to) const {
    const auto found = std::ranges::find_if(
        links, [&](const LinkTimes& link) { return link.from == from && link.to == to; });
    return found == links.end() ? nullptr : &*found;
}

std::vector<std::string> Picture::sites() const {
    std::set<std::string> names;
    for (const auto& link : links) {
        names.insert(link.from);
        names.insert(link.to);
    }
    return {names.begin(), names.end()};
}

Picture pictureOf(std::span<const telemetry::ClusterSamples> clusters) {
    Picture picture;
    for (const auto& row : telemetry::linkRows(clusters))
        picture.links.push_back(timesOf(row));
    picture.services = servicesOf(clusters);
    return picture;
}

} // namespace causeway::link
