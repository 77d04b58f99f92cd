// SPDX-License-Identifier: Apache-2.0
#include "link/picture.h"

#include "base/workload_identity.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace causeway::link {
namespace {

using telemetry::Histogram;
using telemetry::Leg;
using telemetry::Vantage;

// Who waited less found a connection open and only took its turn.
constexpr std::uint64_t kWaitedUs = 500;

// A service that waits for a slow one is not slow itself: its calls are taken off, as if it made
// them one after the other.
std::optional<Timing> ownTime(const Histogram& application, const Histogram& calls) {
    auto own = Timing::of(application);
    const auto called = Timing::of(calls);
    if (!own || !called)
        return own;
    const double share = double(called->count) / double(own->count);
    own->meanMs = std::max(0.0, own->meanMs - called->meanMs * share);
    own->errorMs = std::hypot(own->errorMs, called->errorMs * share);
    return own;
}

// "ledger.bank": a workload and its namespace, as far as that is known.
std::string nameOf(const std::string& workload, const std::string& ns) {
    return ns.empty() ? workload : workload + "." + ns;
}

std::string namespaceOf(const std::string& identity) {
    const auto parsed = WorkloadIdentity::parse(identity);
    return parsed ? parsed->namespace_ : std::string();
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

void PictureBuilder::add(const Calls& calls, const telemetry::EdgeCounters& counters) {
    auto& waited = m_calls[{nameOf(calls.workload, calls.namespace_), calls.from}];
    waited.time.merge(counters.latency);
    waited.failures += counters.failures;
    auto& service = m_services[{calls.service, calls.to}];
    service.application.merge(counters.leg(Leg::Application));
    service.proxy.merge(counters.leg(Leg::CalleeProxy));
    service.requests += counters.requests;
    if (!calls.overLink)
        return;
    service.overLinks += counters.requests;
    m_links[{calls.from, calls.to}].counters.merge(counters);
}

void PictureBuilder::addAnswers(const Calls& calls, std::uint64_t requests,
                                std::uint64_t failures) {
    auto& service = m_services[{calls.service, calls.to}];
    service.answered += requests;
    service.answeredBadly += failures;
    if (!calls.overLink)
        return;
    auto& link = m_links[{calls.from, calls.to}];
    link.answered += requests;
    link.answeredBadly += failures;
}

void PictureBuilder::addConnections(const std::string& from, const std::string& to,
                                    std::uint64_t opened, std::uint64_t reused) {
    auto& link = m_links[{from, to}];
    link.opened += opened;
    link.reused += reused;
}

void PictureBuilder::addWorkload(const std::string& service, const std::string& cluster,
                                 const std::string& workload) {
    m_services[{service, cluster}].workload = workload;
}

LinkTimes PictureBuilder::timesOf(const Ends& ends, const Link& link) const {
    LinkTimes times;
    times.from = ends.first;
    times.to = ends.second;
    times.whole = Timing::of(link.counters.latency);
    for (const Leg leg : telemetry::kLegs)
        times.leg(leg) = Timing::of(link.counters.leg(leg));
    times.setup = Timing::of(link.counters.leg(Leg::Connect), kWaitedUs);
    if (link.opened + link.reused > 0)
        times.reusedShare = double(link.reused) / double(link.opened + link.reused);
    times.requests = link.counters.requests;
    times.failures = link.counters.failures;
    if (m_tellers.contains(ends.second))
        times.lost = times.failures - std::min(times.failures, link.answeredBadly);
    return times;
}

ServiceTimes PictureBuilder::timesOf(const Place& place, const Service& service) const {
    const auto dot = std::min(place.first.find('.'), place.first.size());
    const std::string workload =
        service.workload.empty() ? place.first.substr(0, dot) : service.workload;
    // Whoever answers for a service is in its namespace.
    Waited waited;
    for (const std::string& name : {workload + place.first.substr(dot), workload})
        if (const auto calls = m_calls.find({name, place.second}); calls != m_calls.end()) {
            waited.time.merge(calls->second.time);
            waited.failures += calls->second.failures;
        }
    return {place.first,
            place.second,
            ownTime(service.application, waited.time),
            Timing::of(service.proxy),
            service.requests,
            service.overLinks,
            service.answered,
            service.answeredBadly - std::min(service.answeredBadly, waited.failures)};
}

Picture PictureBuilder::build() const {
    Picture picture;
    for (const auto& [ends, link] : m_links)
        picture.links.push_back(timesOf(ends, link));
    for (const auto& [place, service] : m_services)
        picture.services.push_back(timesOf(place, service));
    return picture;
}

namespace {

void addAnswer(PictureBuilder& builder, const telemetry::EdgeSample& sample) {
    const auto& key = sample.labels.key;
    const bool overLink = !key.link.empty();
    builder.addAnswers({sample.labels.sourceWorkload,
                        overLink ? key.link.substr(0, key.link.find(':')) : key.destinationCluster,
                        key.destinationService, key.destinationCluster, overLink, {}},
                       sample.counters.requests, sample.counters.failures);
    if (!sample.labels.destinationWorkload.empty())
        builder.addWorkload(key.destinationService, key.destinationCluster,
                            sample.labels.destinationWorkload);
}

} // namespace

Picture pictureOf(std::span<const telemetry::ClusterSamples> clusters) {
    PictureBuilder builder;
    for (const auto& cluster : clusters) {
        if (cluster.covered > Duration::zero())
            builder.addTeller(cluster.cluster);
        for (const auto& sample : cluster.samples) {
            const auto& [key, source, destination, instance] = sample.labels;
            if (key.vantage == Vantage::Caller)
                builder.add({source, cluster.cluster, key.destinationService,
                             key.destinationCluster, !key.link.empty(),
                             namespaceOf(key.sourceIdentity)},
                            sample.counters);
            else if (key.vantage == Vantage::Egress && !key.link.empty())
                builder.addConnections(cluster.cluster, key.destinationCluster,
                                       sample.counters.connectionsOpened,
                                       sample.counters.requestsReused);
            else if (key.vantage == Vantage::Callee)
                addAnswer(builder, sample);
        }
    }
    return builder.build();
}

} // namespace causeway::link
