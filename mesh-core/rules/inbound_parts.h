// SPDX-License-Identifier: Apache-2.0
// Parts of what a port accepts that have a source of their own. Private to rules/.
#pragma once

#include "rules/compile.h"

namespace causeway::rules {

// causeway.dev/probes of the workload, "web:/ready, 8081:/live": GET of exactly these paths needs
// no authorization from the cluster's probe networks. Holds while no route is attached to the port:
// whoever declares routes declares the probes' too. Empty when there are none, else with a last
// route for everything else.
[[nodiscard]] std::vector<policy::InboundRoute>
probeRoutes(const ObjectSet& objects, const resource::Object& workload, std::uint16_t port);

// The oldest HTTPLocalRateLimitPolicy whose target the Server is, where HTTP is spoken.
[[nodiscard]] std::optional<policy::RateLimit>
rateLimitOf(const ObjectSet& objects, const resource::Object& server, Protocol protocol);

} // namespace causeway::rules
