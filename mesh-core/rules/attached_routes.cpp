// SPDX-License-Identifier: Apache-2.0
#include "rules/attached_routes.h"

#include <algorithm>

namespace causeway::rules {

std::vector<route::HostMatch> hostMatches(const std::vector<std::string>& hostnames) {
    std::vector<route::HostMatch> hosts;
    for (const auto& name : hostnames) {
        if (name.starts_with("*."))
            hosts.push_back({route::HostMatch::Kind::Suffix, name.substr(2)});
        else
            hosts.push_back({route::HostMatch::Kind::Exact, name});
    }
    return hosts;
}

namespace {

using resource::GrpcRoute;
using resource::HttpRoute;
using resource::Object;

std::vector<route::ValueMatch>
valueMatches(const std::vector<resource::NamedValueMatch>& declared) {
    std::vector<route::ValueMatch> values;
    for (const auto& value : declared) {
        const auto kind = value.type == resource::ValueType::Exact ? route::ValueMatch::Kind::Exact
                                                                   : route::ValueMatch::Kind::Regex;
        values.push_back({value.name, kind, value.value});
    }
    return values;
}

route::PathMatch pathMatch(const resource::HttpPathMatch& path) {
    using Kind = route::PathMatch::Kind;
    switch (path.type) {
    case resource::PathType::PathPrefix:
        return {Kind::Prefix, path.value};
    case resource::PathType::Exact:
        return {Kind::Exact, path.value};
    case resource::PathType::RegularExpression:
        return {Kind::Regex, path.value};
    }
    return {};
}

route::RouteMatch routeMatch(const resource::HttpMatch& match) {
    route::RouteMatch result;
    if (match.path)
        result.path = pathMatch(*match.path);
    result.method = match.method;
    result.headers = valueMatches(match.headers);
    result.query = valueMatches(match.queryParams);
    return result;
}

// Everything but letters, digits and '_' stands for itself behind a backslash.
std::string escaped(const std::string& text) {
    std::string pattern;
    for (const unsigned char c : text) {
        if (std::isalnum(c) == 0 && c != '_')
            pattern += '\\';
        pattern += static_cast<char>(c);
    }
    return pattern;
}

// A gRPC method is the path "/<service>/<method>".
route::RouteMatch routeMatch(const resource::GrpcMatch& match) {
    using Kind = route::PathMatch::Kind;
    route::RouteMatch result;
    if (!match.service.empty() && !match.method.empty())
        result.path = {Kind::Exact, "/" + match.service + "/" + match.method};
    else if (!match.service.empty())
        result.path = {Kind::Prefix, "/" + match.service};
    else if (!match.method.empty())
        result.path = {Kind::Regex, "/[^/]+/" + escaped(match.method)};
    result.headers = valueMatches(match.headers);
    return result;
}

template <typename Route> bool isAttached(const Object& object, const IsParent& isParent) {
    const auto* spec = object.as<Route>();
    return spec
           && std::any_of(spec->parentRefs.begin(), spec->parentRefs.end(),
                          [&](const auto& parent) { return isParent(object, parent); });
}

template <typename Rule>
AttachedRule attachedRule(const Object& object, const std::vector<std::string>& hostnames,
                          const Rule& rule) {
    AttachedRule result;
    result.object = &object;
    result.rule.route = object.ref();
    result.rule.hosts = hostMatches(hostnames);
    for (const auto& match : rule.matches)
        result.rule.matches.push_back(routeMatch(match));
    result.backends = &rule.backendRefs;
    result.filters = &rule.filters;
    if constexpr (std::is_same_v<Rule, resource::HttpRule>)
        result.timeouts = rule.timeouts;
    return result;
}

template <typename Route>
std::vector<AttachedRule> rulesOf(const ObjectSet::Objects& candidates, const IsParent& isParent) {
    // A route without rules matches everything.
    static const std::remove_cvref_t<decltype(Route::rules.front())> kEverything;
    std::vector<AttachedRule> rules;
    for (const auto* object : candidates) {
        if (!isAttached<Route>(*object, isParent))
            continue;
        const auto& spec = *object->template as<Route>();
        for (const auto& rule : spec.rules)
            rules.push_back(attachedRule(*object, spec.hostnames, rule));
        if (spec.rules.empty())
            rules.push_back(attachedRule(*object, spec.hostnames, kEverything));
    }
    return rules;
}

} // namespace

AttachedRoutes attachedRoutes(const ObjectSet::Objects& candidates, const IsParent& isParent) {
    auto rules = rulesOf<GrpcRoute>(candidates, isParent);
    const bool grpc = !rules.empty();
    if (!grpc)
        rules = rulesOf<HttpRoute>(candidates, isParent);
    return {std::move(rules), grpc};
}

} // namespace causeway::rules
