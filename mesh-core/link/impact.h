// SPDX-License-Identifier: Apache-2.0
// Whom a verdict concerns: what was called over its links in the window, as callers counted it, and
// whose services those are. Values; pure.
#pragma once

#include "link/diagnosis.h"
#include "link/inventory.h"
#include "telemetry/edge_join.h"

#include <span>

namespace causeway::link {

struct Impact {
    double requestsPerSecond = 0;
    std::vector<std::string> services; // "ledger.bank@aws", by name
    std::vector<std::string> squads;   // that these belong to, by name
};
// What one caller or several asked of a service over a link.
struct LinkCalls {
    std::string link;    // "aws:gcp"
    std::string service; // "ledger.bank"
    std::string cluster; // the service's
    double requestsPerSecond = 0;
};
// Of a workload only what calls it.
[[nodiscard]] Impact impactOf(const Verdict& verdict, std::span<const LinkCalls> calls,
                              std::span<const ClusterInventory> clusters);
[[nodiscard]] Impact impactOf(const Verdict& verdict,
                              std::span<const telemetry::ClusterSamples> samples,
                              std::span<const ClusterInventory> clusters);

} // namespace causeway::link
