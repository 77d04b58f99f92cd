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
    times.requests = row.caller.requests;
    times.failures = row.caller.failures;
    return times;
}

// It is the egress gateway that connects to the other cluster.
void addReuse(Picture& picture, std::span<const telemetry::ClusterSamples> clusters) {
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> opened; // and reused, by link
    for (const auto& cluster : clusters) {
        for (const auto& sample : cluster.samples) {
            if (sample.labels.key.vantage != Vantage::Egress || sample.labels.key.link.empty())
                continue;
            auto& [fresh, reused] = opened[sample.labels.key.link];
            fresh += sample.counters.connectionsOpened;
            reused += sample.counters.requestsReused;
        }
    }
    for (auto& link : picture.links) {
        const auto [fresh, reused] = opened[link.from + ":" + link.to];
        if (fresh + reused > 0)
            link.reusedShare = double(reused) / double(fresh + reused);
    }
}

struct ServiceSum {
    Histogram application;
    Histogram proxy;
    std::uint64_t requests = 0;
    std::uint64_t overLinks = 0;
    std::string workload; // that answers for it
};
using Place = std::pair<std::string, std::string>; // service or workload, and its cluster

std::map<Place, ServiceSum> sumServices(std::span<const telemetry::ClusterSamples> clusters) {
    std::map<Place, ServiceSum> sums;
    for (const auto& cluster : clusters) {
        for (const auto& sample : cluster.samples) {
            const auto& key = sample.labels.key;
            if (key.vantage == Vantage::Callee && !sample.labels.destinationWorkload.empty())
                sums[{key.destinationService, key.destinationCluster}].workload =
                    sample.labels.destinationWorkload;
            if (key.vantage != Vantage::Caller)
                continue;
            auto& sum = sums[{key.destinationService, key.destinationCluster}];
            sum.application.merge(sample.counters.leg(Leg::Application));
            sum.proxy.merge(sample.counters.leg(Leg::CalleeProxy));
            sum.requests += sample.counters.requests;
            sum.overLinks += key.link.empty() ? 0 : sample.counters.requests;
        }
    }
    return sums;
}

// What each workload waited for in the calls it made itself.
std::map<Place, Histogram> sumCalls(std::span<const telemetry::ClusterSamples> clusters) {
    std::map<Place, Histogram> calls;
    for (const auto& cluster : clusters)
        for (const auto& sample : cluster.samples)
            if (sample.labels.key.vantage == Vantage::Caller)
                calls[{sample.labels.sourceWorkload, cluster.cluster}].merge(
                    sample.counters.latency);
    return calls;
}

// A service that waits for a slow one is not slow itself: its calls are taken off, as if it made
// them one after the other.
std::optional<Timing> ownTime(const ServiceSum& sum, const Histogram& calls) {
    auto own = Timing::of(sum.application);
    const auto called = Timing::of(calls);
    if (!own || !called)
        return own;
    const double share = double(called->count) / double(own->count);
    own->meanMs = std::max(0.0, own->meanMs - called->meanMs * share);
    own->errorMs = std::hypot(own->errorMs, called->errorMs * share);
    return own;
}

std::vector<ServiceTimes> servicesOf(std::span<const telemetry::ClusterSamples> clusters) {
    auto calls = sumCalls(clusters);
    std::vector<ServiceTimes> services;
    for (const auto& [place, sum] : sumServices(clusters))
        services.push_back({place.first, place.second,
                            ownTime(sum, calls[{sum.workload, place.second}]),
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
    addReuse(picture, clusters);
    picture.services = servicesOf(clusters);
    return picture;
}

} // namespace causeway::link
