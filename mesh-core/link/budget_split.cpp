// SPDX-License-Identifier: Apache-2.0
#include "link/budget_split.h"

#include <algorithm>
#include <array>
#include <map>

namespace causeway::link {
namespace {

using telemetry::ClusterSamples;
using telemetry::Histogram;
using telemetry::Leg;
using telemetry::Vantage;

// In the order of the way.
constexpr std::array kWay{Leg::CallerConnect, Leg::ToEgress,    Leg::Connect,    Leg::Wire,
                          Leg::ToCallee,      Leg::CalleeProxy, Leg::Application};

struct Seen {
    std::array<std::uint64_t, 4> failed{}; // by vantage, from the caller on
    std::array<Histogram, telemetry::kLegs.size()> legs;
    std::map<std::string, CallerSpent> callers;
};

Histogram& legOf(Seen& seen, Leg leg) {
    return seen.legs[static_cast<std::size_t>(leg) - 1];
}

void addCaller(const telemetry::EdgeSample& sample, Seen& seen,
               std::optional<std::chrono::milliseconds> within) {
    const auto& counters = sample.counters;
    CallerSpent& caller = seen.callers[sample.labels.sourceWorkload];
    caller.caller = sample.labels.sourceWorkload;
    caller.requests += counters.requests;
    caller.failed += counters.failures;
    caller.slow += slowIn(counters.latency, within);
    for (const Leg leg : kWay)
        legOf(seen, leg).merge(counters.leg(leg));
}

// Microseconds beyond the median, over all values.
double beyondMedian(const Histogram& times) {
    const auto median = times.quantileUs(0.5);
    if (!median)
        return 0;
    const auto sparse = times.sparse();
    double sum = 0;
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
        const double middle = (Histogram::lowerEdgeUs(sparse.buckets[i])
                               + Histogram::upperEdgeUs(sparse.buckets[i]))
                              / 2;
        sum += double(sparse.counts[i]) * std::max(0.0, middle - *median);
    }
    return sum;
}

// What came to be between two places where failures are counted.
std::uint64_t between(const Seen& seen, Vantage near, Vantage far) {
    const auto at = [&](Vantage vantage) {
        return seen.failed[static_cast<std::size_t>(vantage) - 1];
    };
    return at(near) - std::min(at(near), at(far));
}

std::optional<std::uint64_t> failedOn(Leg leg, const Seen& seen, bool bothTell) {
    switch (leg) {
    case Leg::ToEgress:
        return between(seen, Vantage::Caller, Vantage::Egress);
    case Leg::Wire:
        return bothTell ? std::optional(between(seen, Vantage::Egress, Vantage::Ingress))
                        : std::nullopt;
    case Leg::ToCallee:
        return bothTell ? std::optional(between(seen, Vantage::Ingress, Vantage::Callee))
                        : std::nullopt;
    case Leg::Application:
        return bothTell ? std::optional(seen.failed[3]) : std::nullopt;
    default:
        return std::nullopt; // not counted apart
    }
}

} // namespace

std::chrono::milliseconds countedWithin(std::chrono::milliseconds within) {
    const auto us = static_cast<std::uint64_t>(std::chrono::microseconds(within).count());
    const double edge = Histogram::upperEdgeUs(Histogram::bucketOf(us));
    return std::chrono::milliseconds(static_cast<std::int64_t>(edge) / 1000);
}

std::uint64_t slowIn(const Histogram& latency, std::optional<std::chrono::milliseconds> within) {
    if (!within)
        return 0;
    const auto us = static_cast<std::uint64_t>(std::chrono::microseconds(*within).count());
    return latency.count() - latency.countUpTo(us);
}

BudgetSplit splitBudget(std::span<const ClusterSamples> clusters, const std::string& from,
                        const std::string& to, std::optional<std::chrono::milliseconds> within) {
    Seen seen;
    const std::string link = from + ":" + to;
    for (const ClusterSamples& cluster : clusters)
        for (const auto& sample : cluster.samples) {
            const auto& key = sample.labels.key;
            if (key.link != link)
                continue;
            const bool isNear = key.vantage == Vantage::Caller || key.vantage == Vantage::Egress;
            if (cluster.cluster != (isNear ? from : to))
                continue;
            seen.failed[static_cast<std::size_t>(key.vantage) - 1] += sample.counters.failures;
            if (key.vantage == Vantage::Caller)
                addCaller(sample, seen, within);
        }
    const auto tells = [&](const std::string& name) {
        return std::ranges::count(clusters, name, &ClusterSamples::cluster) > 0;
    };
    BudgetSplit split;
    for (auto& [name, caller] : seen.callers) {
        split.failed += caller.failed;
        split.slow += caller.slow;
        split.callers.push_back(std::move(caller));
    }
    std::ranges::stable_sort(split.callers, std::ranges::greater(), [](const CallerSpent& each) {
        return each.failed + each.slow;
    });
    double all = 0;
    for (const Leg leg : kWay)
        all += beyondMedian(legOf(seen, leg));
    for (const Leg leg : kWay) {
        const Histogram& times = legOf(seen, leg);
        split.legs.push_back({std::string(name(leg)), failedOn(leg, seen, tells(from) && tells(to)),
                              times.empty() || all <= 0
                                  ? std::nullopt
                                  : std::optional(beyondMedian(times) / all)});
    }
    return split;
}

} // namespace causeway::link
