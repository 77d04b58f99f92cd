// SPDX-License-Identifier: Apache-2.0
// Out of the mesh: connections of our own application to addresses that no service has, as the
// EgressNetwork objects judge them.
#include "http/fields.h"
#include "proxy/planner.h"
#include "recording/tuple.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::proxy {
namespace {

bool fits(const route::HostMatch& match, std::string_view name) {
    const auto same = [](std::string_view a, std::string_view b) {
        return http::equalsIgnoreCase(a, b);
    };
    if (match.kind == route::HostMatch::Kind::Exact)
        return same(match.value, name);
    if (match.value.empty())
        return true;
    return name.size() > match.value.size() + 1 && name[name.size() - match.value.size() - 1] == '.'
           && same(match.value, name.substr(name.size() - match.value.size()));
}

// Bytes that are not HTTP.
bool mayConnect(const route::Egress& egress, const Peer& peer) {
    const auto isFor = [&](const auto& match) { return fits(match, peer.serverName); };
    return egress.allowed || egress.connections
           || (peer.asksTls && std::ranges::any_of(egress.serverNames, isFor));
}

Refusal forbidden(const route::Egress& egress, const Request& request, std::string_view what) {
    return {403, "egress-denied",
            fmt::format("{} denies traffic to {}: {}", egress.network.describe(),
                        request.listener->service, what)};
}

Refusal forbiddenConnection(const route::Egress& egress, const Request& request) {
    const Peer& peer = *request.peer;
    return forbidden(egress, request,
                     !peer.asksTls ? std::string("no TCPRoute of it has this port")
                     : peer.serverName.empty()
                         ? std::string("no TCPRoute of it has this port, and no TLSRoute TLS without a name")
                         : fmt::format("no TCPRoute of it has this port, and no TLSRoute \"{}\"",
                                       peer.serverName));
}

} // namespace

std::variant<Plan, Refusal> Planner::leave(Request& request) const {
    const HeadersOf headers(request.head.headers);
    const auto facts = factsOf(request, headers);
    const policy::Decision decision = policy::evaluate(*m_anybody, facts);
    if (!decision.allowed())
        return denied(decision, facts);
    balance::Endpoint& there = request.outside.emplace();
    there.address = request.listener->service;
    there.protocol = localProtocol(Protocol::Detect, request);
    return Plan{*decision.permit(), {}, &there, {}};
}

// The connection goes where it was meant to go, as it is.
Verdict Planner::planOutside(Request& request) {
    request.service = recording::kOutside;
    request.caller = m_options.instance.identity;
    if (const auto to = net::Address::parse(request.listener->service))
        request.port = to->port();
    auto left = leave(request);
    if (auto* refusal = std::get_if<Refusal>(&left))
        return std::move(*refusal);
    return std::get<Plan>(std::move(left));
}

Verdict Planner::planEgressRoutes(Request& request, const RoutesPtr& table) {
    const route::OutboundRoutes& rules = table->rules();
    const route::Egress& egress = *rules.egress;
    if (!request.listener->transparent)
        return Refusal{404, "unknown-service",
                       std::string(request.mesh.origAuthority) + " is an address and no service"};
    request.routeName = routeNameOf(egress.network);
    request.service = recording::kOutside;
    request.port = rules.port;
    request.caller = m_options.instance.identity;
    if (request.protocol == Protocol::Opaque)
        return mayConnect(egress, *request.peer) ? planOutside(request)
                                                 : Verdict(forbiddenConnection(egress, request));
    const HeadersOf headers(request.head.headers);
    const route::OutboundRoute& route = table->match(factsOf(request, headers).request);
    if (&route == &rules.fallback && !egress.allowed)
        return forbidden(egress, request,
                         fmt::format("no HTTPRoute or GRPCRoute of it matches {} {}{}",
                                     request.head.method, request.head.authority,
                                     request.head.path));
    request.routeName = routeNameOf(route.rule.route);
    const auto target = table->target(route, m_random());
    if (!target)
        return Refusal{500, "no-backend", "every backend of the route has weight 0"};
    auto left = leave(request);
    if (auto* refusal = std::get_if<Refusal>(&left))
        return std::move(*refusal);
    Plan plan = std::get<Plan>(std::move(left));
    plan.routes = table;
    plan.route = &route;
    plan.setFilters(route.filters, route.rule);
    if (target->destination.empty())
        return plan;
    request.outside.reset(); // back into the mesh: the route sends this to a service
    plan.local = nullptr;
    if (auto refusal = aimAt(request, plan, *target))
        return *std::move(refusal);
    return plan;
}

} // namespace causeway::proxy
