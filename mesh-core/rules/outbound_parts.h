// SPDX-License-Identifier: Apache-2.0
// What routes to a service and routes out of the mesh are both made of. Private to rules/.
#pragma once

#include "rules/attached_routes.h"

#include <optional>

namespace causeway::rules {

// A backend that is an EgressNetwork, of a route that is attached to one, is the way out: it has no
// name.
// `parent`: what the rule is attached to; its annotations count for what the rule leaves open.
[[nodiscard]] route::OutboundRoute outboundRoute(const ObjectSet& objects,
                                                 const AttachedRule& attached,
                                                 const resource::Object& parent);
// Of "203.0.113.9:443" when no service has that address and an EgressNetwork judges it.
[[nodiscard]] std::optional<route::OutboundRoutes>
egressRoutes(const ObjectSet& objects, std::string_view namespace_, std::string_view authority);

} // namespace causeway::rules
