// SPDX-License-Identifier: Apache-2.0
// HTTPRoute and GRPCRoute objects as route rules: what they match, whom they are attached to.
// Private to rules/.
#pragma once

#include "resource/object.h"
#include "route/rules.h"
#include "rules/compile.h"

#include <functional>
#include <vector>

namespace causeway::rules {

// One rule of a route object.
struct AttachedRule {
    route::RouteRule rule;
    const resource::Object* object = nullptr;
    const std::vector<resource::BackendRef>* backends = nullptr;
    const resource::RouteFilters* filters = nullptr;
    resource::RouteTimeouts timeouts;
};

// "*.example.com" is every name below it.
[[nodiscard]] std::vector<route::HostMatch> hostMatches(const std::vector<std::string>& hostnames);

using IsParent = std::function<bool(const resource::Object& route, const resource::ParentRef&)>;

struct AttachedRoutes {
    std::vector<AttachedRule> rules; // older objects first
    bool grpc = false;               // they are GRPCRoutes
};

// Those of the candidates that name a parent for which `isParent` holds. A GRPCRoute on the same
// parent makes HTTPRoutes not accepted (Gateway API's order of conflicting kinds).
[[nodiscard]] AttachedRoutes attachedRoutes(const ObjectSet::Objects& candidates,
                                            const IsParent& isParent);

} // namespace causeway::rules
