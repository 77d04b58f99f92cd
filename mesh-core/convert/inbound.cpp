// SPDX-License-Identifier: Apache-2.0
#include "convert/traffic.h"

namespace causeway::convert {

static policy::MeshTls meshTlsFrom(const v1::MeshTls& message) {
    return {message.any_identity(), textsFrom(message.identities()), textsFrom(message.suffixes())};
}

static Result<policy::Authorization> authorizationFrom(const v1::Authorization& message) {
    policy::Authorization authorization;
    authorization.object = fromProto(message.object());
    for (const auto& network : message.networks())
        authorization.networks.push_back({network.cidr(), textsFrom(network.except())});
    switch (message.authentication_case()) {
    case v1::Authorization::kUnauthenticated:
        authorization.authentication = policy::Unauthenticated{};
        return authorization;
    case v1::Authorization::kMeshTls:
        authorization.authentication = meshTlsFrom(message.mesh_tls());
        return authorization;
    case v1::Authorization::AUTHENTICATION_NOT_SET:
        break;
    }
    return refuse(authorization.object.describe() + ": authentication", "nothing",
                  "unauthenticated or mesh_tls");
}

static v1::Authorization authorizationTo(const policy::Authorization& authorization) {
    v1::Authorization message;
    *message.mutable_object() = toProto(authorization.object);
    for (const auto& network : authorization.networks) {
        auto* added = message.add_networks();
        added->set_cidr(network.cidr);
        textsTo(network.except, added->mutable_except());
    }
    if (const auto* tls = std::get_if<policy::MeshTls>(&authorization.authentication)) {
        message.mutable_mesh_tls()->set_any_identity(tls->anyIdentity);
        textsTo(tls->identities, message.mutable_mesh_tls()->mutable_identities());
        textsTo(tls->suffixes, message.mutable_mesh_tls()->mutable_suffixes());
    } else {
        message.mutable_unauthenticated();
    }
    return message;
}

static Result<std::vector<policy::Authorization>>
authorizationsFrom(const google::protobuf::RepeatedPtrField<v1::Authorization>& messages) {
    std::vector<policy::Authorization> list;
    for (const auto& message : messages) {
        CAUSEWAY_TRY(auto authorization, authorizationFrom(message));
        list.push_back(std::move(authorization));
    }
    return list;
}

static Result<policy::InboundRoute> routeFrom(const v1::InboundRoute& message) {
    policy::InboundRoute result;
    result.rule.route = fromProto(message.route());
    CAUSEWAY_TRY(result.rule.hosts, allFrom<route::HostMatch>(message.hosts(), "hosts"));
    CAUSEWAY_TRY(result.rule.matches, allFrom<route::RouteMatch>(message.matches(), "matches"));
    CAUSEWAY_TRY(result.authorizations, authorizationsFrom(message.authorizations()));
    CAUSEWAY_TRY(result.filters, fromProto(message.filters()));
    return result;
}

static v1::InboundRoute routeTo(const policy::InboundRoute& route) {
    v1::InboundRoute message;
    *message.mutable_route() = toProto(route.rule.route);
    allTo(route.rule.hosts, message.mutable_hosts());
    allTo(route.rule.matches, message.mutable_matches());
    for (const auto& authorization : route.authorizations)
        *message.add_authorizations() = authorizationTo(authorization);
    if (!route.filters.empty())
        *message.mutable_filters() = toProto(route.filters);
    return message;
}

static Result<policy::DefaultVerdict> verdictFrom(v1::DefaultVerdict verdict) {
    switch (verdict) {
    case v1::DEFAULT_VERDICT_DENY:
        return policy::DefaultVerdict::Deny;
    case v1::DEFAULT_VERDICT_AUDIT:
        return policy::DefaultVerdict::Audit;
    default:
        break;
    }
    return refuse("default_verdict", std::to_string(static_cast<int>(verdict)), "deny or audit");
}

static policy::RateLimit rateLimitFrom(const v1::RateLimit& message) {
    policy::RateLimit limit{fromProto(message.object()), std::nullopt, std::nullopt, {}};
    if (message.total() > 0)
        limit.total = message.total();
    if (message.identity() > 0)
        limit.identity = message.identity();
    for (const auto& rate : message.overrides())
        limit.overrides.push_back({rate.requests_per_second(), textsFrom(rate.identities())});
    return limit;
}

static void rateLimitTo(const policy::RateLimit& limit, v1::RateLimit& message) {
    *message.mutable_object() = toProto(limit.object);
    message.set_total(limit.total.value_or(0));
    message.set_identity(limit.identity.value_or(0));
    for (const auto& rate : limit.overrides) {
        auto* added = message.add_overrides();
        added->set_requests_per_second(rate.requestsPerSecond);
        textsTo(rate.identities, added->mutable_identities());
    }
}

Result<policy::ServerRules> fromProto(const v1::InboundServer& message) {
    policy::ServerRules rules;
    rules.server = fromProto(message.server());
    CAUSEWAY_TRY(rules.port, portFrom(message.port(), "port"));
    CAUSEWAY_TRY(rules.protocol, fromProto(message.protocol()));
    rules.detectTimeout = std::chrono::milliseconds(message.detect_timeout_ms());
    CAUSEWAY_TRY(rules.authorizations, authorizationsFrom(message.authorizations()));
    for (const auto& route : message.http_routes()) {
        auto converted = routeFrom(route);
        if (!converted)
            return tl::unexpected(
                std::move(converted).error().context(fromProto(route.route()).describe()));
        rules.routes.push_back(std::move(*converted));
    }
    CAUSEWAY_TRY(rules.defaultVerdict, verdictFrom(message.default_verdict()));
    CAUSEWAY_TRY(rules.precedence, fromProto(message.precedence()));
    if (message.has_rate_limit())
        rules.rateLimit = rateLimitFrom(message.rate_limit());
    return rules;
}

v1::InboundServer toProto(const policy::ServerRules& rules) {
    v1::InboundServer message;
    *message.mutable_server() = toProto(rules.server);
    message.set_port(rules.port);
    message.set_protocol(toProto(rules.protocol));
    message.set_detect_timeout_ms(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(rules.detectTimeout).count()));
    for (const auto& authorization : rules.authorizations)
        *message.add_authorizations() = authorizationTo(authorization);
    for (const auto& route : rules.routes)
        *message.add_http_routes() = routeTo(route);
    message.set_default_verdict(static_cast<v1::DefaultVerdict>(rules.defaultVerdict));
    message.set_precedence(toProto(rules.precedence));
    if (rules.rateLimit)
        rateLimitTo(*rules.rateLimit, *message.mutable_rate_limit());
    return message;
}

} // namespace causeway::convert
