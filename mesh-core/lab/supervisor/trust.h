// SPDX-License-Identifier: Apache-2.0
// The authorities, certificates and join tokens of a lab, made by causewayctl as an operator would.
// Blocks for as long as that takes.
#pragma once

#include "lab/supervisor/start_plan.h"

namespace causeway::lab {

// The certificate that console and causewayctl use, and the lab's own, which may make tokens.
inline constexpr auto kConsoleClient = "console";
inline constexpr auto kLabClient = "lab";

// Anchor, one issuer a cluster, the two clients.
[[nodiscard]] Status makeTrust(const LabPlan& plan);
// Needs the cluster's control plane.
[[nodiscard]] Status makeTokens(const LabPlan& plan, const Cluster& cluster);

} // namespace causeway::lab
