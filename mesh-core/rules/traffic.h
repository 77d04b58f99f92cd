// SPDX-License-Identifier: Apache-2.0
// What objects say about requests besides where they go, as rules: annotations, fields and filters
// of a route, over what its service says. Private to rules/.
#pragma once

#include "rules/attached_routes.h"

namespace causeway::rules {

// Time limits, retries and filters of a route; Linkerd's rule: any annotation of one set (retry,
// timeout) on the route replaces the whole set of the service's, and an annotation wins over the
// field.
void addTraffic(route::OutboundRoute& route, const AttachedRule& rule,
                const resource::Object& service);
// The same for requests that no route matches.
void addTraffic(route::OutboundRoute& route, const resource::Object& service);
// How callers of the service choose among its endpoints.
[[nodiscard]] bool allowsHeaderOverrides(const resource::Object& service);
[[nodiscard]] route::Balancing balancingOf(const resource::Object& service);
[[nodiscard]] route::Filters filtersOf(const resource::RouteFilters& declared);
// Of a route that is attached to a Server: what the callee does.
[[nodiscard]] route::Filters filtersOf(const AttachedRule& rule);

} // namespace causeway::rules
