// SPDX-License-Identifier: Apache-2.0
#include "link/impact.h"

#include <algorithm>
#include <set>

namespace causeway::link {
namespace {

bool concerns(const Verdict& verdict, const LinkCalls& calls) {
    if (calls.link.empty() || std::ranges::count(verdict.links, calls.link) == 0)
        return false;
    return verdict.leg.part != LegName::Part::Workload
           || (calls.cluster == verdict.leg.site && calls.service == verdict.service);
}

std::string squadOf(std::span<const ClusterInventory> clusters, const LinkCalls& calls) {
    const auto cluster = std::ranges::find(clusters, calls.cluster, &ClusterInventory::cluster);
    const auto* service = cluster == clusters.end() ? nullptr : cluster->service(calls.service);
    return service ? service->squad : std::string();
}

} // namespace

Impact impactOf(const Verdict& verdict, std::span<const LinkCalls> calls,
                std::span<const ClusterInventory> clusters) {
    Impact impact;
    std::set<std::string> services;
    std::set<std::string> squads;
    for (const auto& each : calls) {
        if (!concerns(verdict, each))
            continue;
        impact.requestsPerSecond += each.requestsPerSecond;
        services.insert(each.service + "@" + each.cluster);
        if (auto squad = squadOf(clusters, each); !squad.empty())
            squads.insert(std::move(squad));
    }
    impact.services.assign(services.begin(), services.end());
    impact.squads.assign(squads.begin(), squads.end());
    return impact;
}

Impact impactOf(const Verdict& verdict, std::span<const telemetry::ClusterSamples> samples,
                std::span<const ClusterInventory> clusters) {
    std::vector<LinkCalls> calls;
    for (const auto& cluster : samples) {
        const double seconds = std::chrono::duration<double>(cluster.covered).count();
        for (const auto& [labels, counters] : cluster.samples)
            if (seconds > 0 && labels.key.vantage == telemetry::Vantage::Caller)
                calls.push_back({labels.key.link, labels.key.destinationService,
                                 labels.key.destinationCluster,
                                 double(counters.requests) / seconds});
    }
    return impactOf(verdict, calls, clusters);
}

} // namespace causeway::link
