// SPDX-License-Identifier: Apache-2.0
#include "convert/traffic.h"

namespace causeway::convert {

Result<route::Precedence> fromProto(v1::RoutePrecedence precedence) {
    switch (precedence) {
    case v1::ROUTE_PRECEDENCE_GATEWAY_API:
        return route::Precedence::GatewayApi;
    case v1::ROUTE_PRECEDENCE_LINKERD:
        return route::Precedence::Linkerd;
    default:
        break;
    }
    return refuse("precedence", std::to_string(static_cast<int>(precedence)),
                  "Gateway API's or Linkerd's");
}

v1::RoutePrecedence toProto(route::Precedence precedence) {
    return precedence == route::Precedence::Linkerd ? v1::ROUTE_PRECEDENCE_LINKERD
                                                    : v1::ROUTE_PRECEDENCE_GATEWAY_API;
}

Result<route::HostMatch> fromProto(const v1::HostMatch& message) {
    switch (message.match_case()) {
    case v1::HostMatch::kExact:
        return route::HostMatch{route::HostMatch::Kind::Exact, message.exact()};
    case v1::HostMatch::kSuffix:
        return route::HostMatch{route::HostMatch::Kind::Suffix, message.suffix()};
    case v1::HostMatch::MATCH_NOT_SET:
        break;
    }
    return refuse("match", "nothing", "exact or suffix");
}

v1::HostMatch toProto(const route::HostMatch& host) {
    v1::HostMatch message;
    if (host.kind == route::HostMatch::Kind::Exact)
        message.set_exact(host.value);
    else
        message.set_suffix(host.value);
    return message;
}

static Result<route::ValueMatch> fromProto(const v1::ValueMatch& message) {
    using Kind = route::ValueMatch::Kind;
    switch (message.value_case()) {
    case v1::ValueMatch::kExact:
        return route::ValueMatch{message.name(), Kind::Exact, message.exact()};
    case v1::ValueMatch::kRegex:
        return route::ValueMatch{message.name(), Kind::Regex, message.regex()};
    case v1::ValueMatch::VALUE_NOT_SET:
        break;
    }
    return refuse("value", "nothing", "exact or regex");
}

static v1::ValueMatch toProto(const route::ValueMatch& match) {
    v1::ValueMatch message;
    message.set_name(match.name);
    if (match.kind == route::ValueMatch::Kind::Exact)
        message.set_exact(match.value);
    else
        message.set_regex(match.value);
    return message;
}

static Result<std::vector<route::ValueMatch>>
valuesFrom(const google::protobuf::RepeatedPtrField<v1::ValueMatch>& messages) {
    std::vector<route::ValueMatch> values;
    for (const auto& message : messages) {
        CAUSEWAY_TRY(auto value, fromProto(message));
        values.push_back(std::move(value));
    }
    return values;
}

Result<route::RouteMatch> fromProto(const v1::RouteMatch& message) {
    using Kind = route::PathMatch::Kind;
    route::RouteMatch match;
    switch (message.path_case()) {
    case v1::RouteMatch::kPathExact:
        match.path = {Kind::Exact, message.path_exact()};
        break;
    case v1::RouteMatch::kPathPrefix:
        match.path = {Kind::Prefix, message.path_prefix()};
        break;
    case v1::RouteMatch::kPathRegex:
        match.path = {Kind::Regex, message.path_regex()};
        break;
    case v1::RouteMatch::PATH_NOT_SET:
        break; // every path
    }
    match.method = message.method();
    CAUSEWAY_TRY(match.headers, valuesFrom(message.headers()));
    CAUSEWAY_TRY(match.query, valuesFrom(message.query()));
    return match;
}

v1::RouteMatch toProto(const route::RouteMatch& match) {
    v1::RouteMatch message;
    if (match.path) {
        switch (match.path->kind) {
        case route::PathMatch::Kind::Exact:
            message.set_path_exact(match.path->value);
            break;
        case route::PathMatch::Kind::Prefix:
            message.set_path_prefix(match.path->value);
            break;
        case route::PathMatch::Kind::Regex:
            message.set_path_regex(match.path->value);
            break;
        }
    }
    message.set_method(match.method);
    for (const auto& value : match.headers)
        *message.add_headers() = toProto(value);
    for (const auto& value : match.query)
        *message.add_query() = toProto(value);
    return message;
}

static Result<route::OutboundRoute> fromProto(const v1::OutboundRoute& message) {
    route::OutboundRoute result;
    result.rule.route = fromProto(message.route());
    CAUSEWAY_TRY(result.rule.hosts, allFrom<route::HostMatch>(message.hosts(), "hosts"));
    CAUSEWAY_TRY(result.rule.matches, allFrom<route::RouteMatch>(message.matches(), "matches"));
    for (const auto& backend : message.backends()) {
        CAUSEWAY_TRY(auto balancing, balancingFrom(backend.has_balancing(), backend.balancing()));
        result.backends.push_back({backend.destination(), backend.weight(), balancing});
    }
    result.timeouts = fromProto(message.timeouts());
    if (message.has_retry()) {
        CAUSEWAY_TRY(result.retry, fromProto(message.retry()));
    }
    CAUSEWAY_TRY(result.filters, fromProto(message.filters()));
    CAUSEWAY_TRY(result.classes,
                 allFrom<route::ResponseClass>(message.response_classes(), "response_classes"));
    if (message.has_condition()) {
        CAUSEWAY_TRY(result.condition, fromProto(message.condition(), 1));
    }
    return result;
}

static v1::OutboundRoute toProto(const route::OutboundRoute& route) {
    v1::OutboundRoute message;
    *message.mutable_route() = toProto(route.rule.route);
    allTo(route.rule.hosts, message.mutable_hosts());
    allTo(route.rule.matches, message.mutable_matches());
    for (const auto& backend : route.backends) {
        auto* added = message.add_backends();
        added->set_destination(backend.destination);
        added->set_weight(backend.weight);
        if (backend.balancing != route::Balancing{})
            *added->mutable_balancing() = toProto(backend.balancing);
    }
    if (route.timeouts != route::Timeouts{})
        *message.mutable_timeouts() = toProto(route.timeouts);
    if (route.retry)
        *message.mutable_retry() = toProto(*route.retry);
    if (!route.filters.empty())
        *message.mutable_filters() = toProto(route.filters);
    allTo(route.classes, message.mutable_response_classes());
    if (route.condition)
        *message.mutable_condition() = toProto(*route.condition);
    return message;
}

static Status readOptions(const v1::OutboundRoutes& message, route::OutboundRoutes& routes) {
    routes.fallback.rule.route = route::defaultRoute();
    if (message.has_fallback()) {
        CAUSEWAY_TRY(routes.fallback, fromProto(message.fallback()));
    }
    CAUSEWAY_TRY(routes.balancing, balancingFrom(message.has_balancing(), message.balancing()));
    if (message.has_retry_budget()) {
        CAUSEWAY_TRY(routes.budget, fromProto(message.retry_budget()));
    }
    routes.headerOverrides = message.allow_header_overrides();
    if (message.has_egress()) {
        const auto& from = message.egress();
        route::Egress egress{fromProto(from.network()), from.allowed(), from.connections(), {}};
        CAUSEWAY_TRY(egress.serverNames,
                     allFrom<route::HostMatch>(from.server_names(), "server_names"));
        routes.egress = std::move(egress);
    }
    return {};
}

Result<route::OutboundRoutes> fromProto(const v1::OutboundRoutes& message) {
    route::OutboundRoutes routes;
    routes.service = message.service();
    CAUSEWAY_TRY(routes.port, portFrom(message.port(), "port"));
    CAUSEWAY_TRY(routes.protocol, fromProto(message.protocol()));
    for (const auto& route : message.routes()) {
        auto converted = fromProto(route);
        if (!converted)
            return tl::unexpected(
                std::move(converted).error().context(fromProto(route.route()).describe()));
        routes.routes.push_back(std::move(*converted));
    }
    routes.destination = message.destination();
    CAUSEWAY_CHECK(readOptions(message, routes));
    CAUSEWAY_TRY(routes.precedence, fromProto(message.precedence()));
    return routes;
}

v1::OutboundRoutes toProto(const route::OutboundRoutes& routes) {
    v1::OutboundRoutes message;
    message.set_service(routes.service);
    message.set_port(routes.port);
    message.set_protocol(toProto(routes.protocol));
    for (const auto& route : routes.routes)
        *message.add_routes() = toProto(route);
    message.set_destination(routes.destination);
    *message.mutable_fallback() = toProto(routes.fallback);
    if (routes.balancing != route::Balancing{})
        *message.mutable_balancing() = toProto(routes.balancing);
    if (routes.budget != route::RetryBudget{})
        *message.mutable_retry_budget() = toProto(routes.budget);
    message.set_allow_header_overrides(routes.headerOverrides);
    message.set_precedence(toProto(routes.precedence));
    if (const auto& egress = routes.egress) {
        *message.mutable_egress()->mutable_network() = toProto(egress->network);
        message.mutable_egress()->set_allowed(egress->allowed);
        message.mutable_egress()->set_connections(egress->connections);
        allTo(egress->serverNames, message.mutable_egress()->mutable_server_names());
    }
    return message;
}

} // namespace causeway::convert
