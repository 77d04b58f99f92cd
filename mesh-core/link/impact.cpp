// SPDX-License-Identifier: Apache-2.0
#include "link/impact.h"

#include <algorithm>
#include <set>

namespace causeway::link {
namespace {

bool concerns(const Verdict& verdict, const telemetry::EdgeKey& key) {
    if (key.vantage != telemetry::Vantage::Caller || key.link.empty()
        || std::ranges::count(verdict.links, key.link) == 0)
        return false;
    return verdict.leg.part != LegName::Part::Workload
           || (key.destinationCluster == verdict.leg.site
               && key.destinationService.starts_with(verdict.leg.other + "."));
}

std::string squadOf(std::span<const ClusterInventory> clusters, const telemetry::EdgeKey& key) {
    const auto cluster =
        std::ranges::find(clusters, key.destinationCluster, &ClusterInventory::cluster);
    const auto* service =
        cluster == clusters.end() ? nullptr : cluster->service(key.destinationService);
    return service ? service->squad : std::string();
}

} // namespace

Impact impactOf(const Verdict& verdict, std::span<const telemetry::ClusterSamples> samples,
                std::span<const ClusterInventory> clusters) {
    Impact impact;
    std::set<std::string> services;
    std::set<std::string> squads;
    for (const auto& cluster : samples) {
        const double seconds = std::chrono::duration<double>(cluster.covered).count();
        for (const auto& [labels, counters] : cluster.samples) {
            const auto& key = labels.key;
            if (seconds <= 0 || !concerns(verdict, key))
                continue;
            impact.requestsPerSecond += double(counters.requests) / seconds;
            services.insert(key.destinationService + "@" + key.destinationCluster);
            if (auto squad = squadOf(clusters, key); !squad.empty())
                squads.insert(std::move(squad));
        }
    }
    impact.services.assign(services.begin(), services.end());
    impact.squads.assign(squads.begin(), squads.end());
    return impact;
}

} // namespace causeway::link
