// SPDX-License-Identifier: Apache-2.0
// What the simulated fleet's cluster declares: for each service a Service, a Server with who may call
// it, and an ExternalWorkload for each of its proxies. Pure.
#pragma once

#include "bench/fleet/plan.h"

namespace causeway::bench {

// The Cluster alone; ports without a Server follow `policy`.
[[nodiscard]] std::string declareCluster(const std::string& policy);
// All of it, as YAML.
[[nodiscard]] std::string declareFleet(const FleetPlan& plan, const std::string& policy);

} // namespace causeway::bench
