// SPDX-License-Identifier: Apache-2.0
#include "proxy/planner.h"

#include "http/authority.h"
#include "proxy/filters/web_socket.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::proxy {
namespace {

PolicyPtr compileBuiltIn(policy::DefaultPolicy which) {
    auto compiled = policy::compile(policy::defaultRules(which, 0));
    CAUSEWAY_ASSERT(compiled.has_value());
    return std::move(*compiled);
}

// RFC 7239; the quotes are for the colons and slashes.
std::string forwardedBy(std::string_view self, const Request& request) {
    return fmt::format("by=\"{}\";for=\"{}\";host=\"{}\";proto=https", self, request.caller,
                       request.head.authority);
}

} // namespace

Planner::Planner(const Options& options, ConfigView& config, const Clock& clock,
                 std::function<std::uint64_t()> random, RateLimiters& rateLimiters)
    : m_options(options), m_config(config), m_assertions(clock), m_random(std::move(random)),
      m_rateLimiters(rateLimiters),
      m_anybody(compileBuiltIn(policy::DefaultPolicy::AllUnauthenticated)),
      m_meshOnly(compileBuiltIn(policy::DefaultPolicy::AllAuthenticated)) {}

Verdict Planner::plan(Request& request) {
    switch (request.role) {
    case Role::Outbound:
        return planOutbound(request);
    case Role::Inbound:
        return planInbound(request);
    case Role::Egress:
        return planEgress(request);
    case Role::Ingress:
        return planIngress(request);
    }
    return Refusal{500, "internal", "unknown role"};
}

std::variant<Expected, Wait> Planner::expected(const ListenerSpec& listener) const {
    using Kind = rules::ResourceName::Kind;
    const rules::ResourceName name =
        listener.isEdge()
            ? rules::ResourceName{Kind::InboundServer, std::to_string(listener.edgePort)}
            : rules::ResourceName{Kind::OutboundRoutes, listener.service};
    const Piece* piece = m_config.find(name);
    if (!piece)
        return Wait{name};
    Expected expected;
    if (const auto* routes = std::get_if<RoutesPtr>(piece)) {
        expected.protocol = (*routes)->rules().protocol;
        const auto& egress = (*routes)->rules().egress;
        expected.byServerName = egress && !egress->serverNames.empty();
        // Nobody may be asked for whom only what the client says can allow.
        expected.mayProbe = !egress || egress->allowed || egress->connections;
    } else if (const auto* policy = std::get_if<PolicyPtr>(piece)) {
        const policy::ServerRules& rules = policy::rulesOf(**policy);
        expected = {rules.protocol, rules.detectTimeout};
    }
    // Whoever opens an edge means HTTP, if nothing else is declared.
    if (expected.protocol == Protocol::Detect && listener.isEdge() && !listener.transparent)
        expected.protocol = Protocol::Http1;
    return expected;
}

Status Planner::prepareHead(Request& request, const balance::Endpoint& endpoint) {
    http::RequestHead& head = request.head;
    if (endpoint.protocol == Protocol::Http1)
        addWebSocketKey(head);
    if (request.role == Role::Inbound) {
        head.headers.removePrefix(kHeaderPrefix);
        if (!request.mesh.origAuthority.empty())
            head.authority = request.mesh.origAuthority;
        head.scheme = "http";
        return {};
    }
    if (request.outside)
        return {};
    MeshHeaders mesh = request.mesh;
    mesh.route = request.routeName;
    if (request.role != Role::Ingress)
        mesh.link = endpoint.link;
    mesh.caller.clear();
    if (request.role != Role::Outbound && !std::exchange(request.forwarded, true))
        head.headers.add("forwarded", forwardedBy(m_options.instance.identity, request));
    if (request.role != Role::Outbound) {
        CAUSEWAY_TRY(mesh.caller,
                     m_assertions.issue(request.caller, request.service, m_config.tls()));
    }
    request.link = mesh.link;
    mesh.put(head.headers);
    head.scheme = endpoint.tls ? "https" : "http";
    return {};
}

std::optional<Refusal> Planner::limitRate(Request& request, const PolicyPtr& policy) {
    using Verdict = policy::RateLimiter::Verdict;
    const policy::ServerRules& rules = policy::rulesOf(*policy);
    if (request.protocol == Protocol::Opaque)
        return std::nullopt;
    Limited& limited = m_limited[request.servedPort];
    if (limited.policy != policy)
        limited = {policy, m_rateLimiters.of(request.servedPort, *rules.rateLimit)};
    const Verdict verdict = limited.limiter->admit(request.caller, request.received);
    if (verdict == Verdict::Admitted)
        return std::nullopt;
    const bool ofTotal = verdict == Verdict::OverTotal;
    request.overRate = {&limited.limiter->rules().object, ofTotal};
    return Refusal{429, "rate-limited",
                   rules.rateLimit->object.describe() + " allows "
                       + (ofTotal ? "no more requests a second"
                                  : "this caller no more requests a second")};
}

std::optional<Refusal> Planner::findCaller(Request& request) {
    const Peer& peer = *request.peer;
    request.caller = peer.identity;
    const rules::ProxySettings* settings = m_config.settings();
    const bool trusted = settings && !peer.identity.empty()
                         && std::ranges::find(settings->trustedGateways, peer.identity)
                                != settings->trustedGateways.end();
    if (!trusted) {
        request.mesh.caller.clear();
        request.mesh.link.clear();
        return std::nullopt;
    }
    request.link = request.mesh.link;
    if (request.mesh.caller.empty())
        return std::nullopt;
    auto caller =
        m_assertions.verify(request.mesh.caller, *peer.leaf, peer.fingerprint, request.service);
    if (!caller)
        return Refusal{403, "caller-assertion-refused",
                       "what " + peer.identity
                           + " says about the caller does not hold: " + caller.error().message()};
    request.caller = *caller;
    return std::nullopt;
}

std::variant<Plan, Refusal> Planner::permitMesh(const Request& request,
                                                std::string destination) const {
    const HeadersOf headers(request.head.headers);
    const policy::Decision decision = policy::evaluate(*m_meshOnly, factsOf(request, headers));
    if (!decision.allowed())
        return Refusal{403, "policy-denied", "a gateway serves only callers with an identity"};
    return Plan{*decision.permit(), std::move(destination)};
}

policy::RequestFacts factsOf(const Request& request, const route::HeaderSource& headers) {
    return {request.peer->identity,
            request.caller == request.peer->identity ? std::string_view() : request.caller,
            request.peer->ip,
            {request.head.method, request.head.authority, request.head.path, &headers},
            request.listener->atWorkloadPort()};
}

Refusal denied(const policy::Decision& decision, const policy::RequestFacts& facts) {
    if (decision.verdict() == policy::Verdict::NoRoute)
        return {404, "no-route", decision.describe(facts)};
    return {403, "policy-denied", decision.describe(facts)};
}

// What the application beside us is spoken to with. A port without a declared protocol gets what
// the caller's application spoke.
Protocol localProtocol(Protocol declared, const Request& request) {
    if (request.protocol == Protocol::Opaque)
        return Protocol::Opaque;
    switch (declared) {
    case Protocol::Http1:
        return Protocol::Http1;
    case Protocol::Http2:
    case Protocol::Grpc:
        return Protocol::Http2;
    default:
        return request.protocol == Protocol::Http1 ? Protocol::Http1 : Protocol::Http2;
    }
}

std::string routeNameOf(const ObjectRef& route) {
    return route.builtIn() || route.name.empty() ? "default" : route.kind + "/" + route.name;
}

std::optional<Refusal> readTarget(std::string_view authority, Request& request) {
    const auto parsed = http::parseAuthority(authority.substr(0, authority.find('@')));
    if (!parsed)
        return Refusal{400, "bad-authority", parsed.error().message()};
    request.service = parsed->host;
    request.port = parsed->portOr(80);
    return std::nullopt;
}

} // namespace causeway::proxy
