// SPDX-License-Identifier: Apache-2.0
#include "policy/snapshot_impl.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>

namespace causeway::policy {
namespace {

Result<CompiledAuthorization> compileOne(const Authorization& rule) {
    const auto inObject = [&](Error&& error) {
        return tl::unexpected(std::move(error).context(rule.object.describe()));
    };
    if (rule.networks.empty())
        return inObject(Error(ErrorKind::InvalidInput,
                              "networks: found none; expected at least one, such as 0.0.0.0/0"));
    auto networks = AddressSet::compile(rule.networks);
    if (!networks)
        return inObject(std::move(networks).error());
    CompiledAuthorization compiled{rule.object, std::move(*networks), std::nullopt};
    if (const auto* tls = std::get_if<MeshTls>(&rule.authentication))
        compiled.identities.emplace(*tls);
    return compiled;
}

Result<Authorizations> compileAll(const std::vector<Authorization>& rules) {
    Authorizations compiled;
    for (const auto& rule : rules) {
        CAUSEWAY_TRY(auto one, compileOne(rule));
        compiled.push_back(std::move(one));
    }
    std::stable_sort(compiled.begin(), compiled.end(),
                     [](const auto& a, const auto& b) { return a.object < b.object; });
    return compiled;
}

} // namespace

Result<std::shared_ptr<const Snapshot>> compile(const ServerRules& rules) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->rules = rules;
    CAUSEWAY_TRY(snapshot->server, compileAll(rules.authorizations));
    std::vector<route::RouteRule> routeRules;
    for (const auto& route : rules.routes) {
        CAUSEWAY_TRY(auto authorizations, compileAll(route.authorizations));
        snapshot->perRoute.push_back(std::move(authorizations));
        routeRules.push_back(route.rule);
    }
    CAUSEWAY_TRY(snapshot->routes, route::RouteTable::compile(routeRules));
    return snapshot;
}

const ServerRules& rulesOf(const Snapshot& snapshot) { return snapshot.rules; }

} // namespace causeway::policy
