// SPDX-License-Identifier: Apache-2.0
#include "policy/snapshot_impl.h"

namespace causeway::policy {

Result<std::shared_ptr<const Snapshot>> compile(const ServerRules& rules) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->rules = rules;
    const auto& kept = snapshot->rules;
    AddressSets addresses;
    CAUSEWAY_TRY(snapshot->server,
                 AuthorizationList::compile(kept.authorizations, snapshot->principals, addresses));
    std::vector<route::RouteRule> routes;
    routes.reserve(kept.routes.size());
    for (const auto& route : kept.routes) {
        CAUSEWAY_TRY(auto own, AuthorizationList::compile(route.authorizations,
                                                          snapshot->principals, addresses));
        snapshot->perRoute.push_back(std::move(own));
        routes.push_back(route.rule);
    }
    CAUSEWAY_TRY(snapshot->routes, route::RouteTable::compile(routes, kept.precedence));
    return snapshot;
}

const ServerRules& rulesOf(const Snapshot& snapshot) {
    return snapshot.rules;
}

} // namespace causeway::policy
