// SPDX-License-Identifier: Apache-2.0
#include "proxy/planner.h"

#include "proxy/probe/canary.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using Kind = rules::ResourceName::Kind;

bool isGateway(const tls::SpiffeId& id) {
    return id.isWorkload() && id.ns() == "causeway" && id.name() == "gateway";
}

bool isHttp(Protocol declared) {
    return declared == Protocol::Http1 || declared == Protocol::Http2 || declared == Protocol::Grpc;
}

// A tunnel through a port that is declared HTTP would go round the port's routes and their rules.
std::optional<Refusal> checkTunnel(const Request& request, Protocol declared) {
    if (request.protocol != Protocol::Opaque || !isHttp(declared))
        return std::nullopt;
    return Refusal{405, "connect-refused",
                   request.service + " declares port " + std::to_string(request.port) + " as "
                       + std::string(name(declared))
                       + ": call it by its authority, not by CONNECT"};
}

std::string ipAndPort(const std::string& ip, std::uint16_t port) {
    const bool v6 = ip.find(':') != ip.npos;
    return (v6 ? "[" + ip + "]" : ip) + ":" + std::to_string(port);
}

const rules::Export* findExport(const rules::GatewayExports& exports, const Request& request) {
    for (const rules::Export& each : exports.exports)
        if (each.service == request.service
            && std::ranges::find(each.ports, request.port) != each.ports.end())
            return &each;
    return nullptr;
}

// Linkerd's name for it; of an application that calls services by addresses or names of its own, an
// ingress controller.
constexpr std::string_view kDestinationHeader = "l5d-dst-override";

// What the application calls by.
std::string_view calledBy(const Request& request) {
    if (!request.listener->service.empty())
        return request.listener->service;
    if (request.listener->takesOverride)
        if (const auto named = request.head.headers.find(kDestinationHeader))
            return *named;
    return request.mesh.origAuthority;
}

} // namespace

Verdict Planner::planOutbound(Request& request) {
    const std::string_view authority = calledBy(request);
    if (authority.empty())
        return Refusal{400, "no-authority", "the request names no service: it has no Host"};
    // One for all requests of the thread: the name's memory is there already.
    static thread_local rules::ResourceName name{Kind::OutboundRoutes, {}};
    name.name = authority;
    const Piece* piece = m_config.find(name);
    if (!piece)
        return Wait{name};
    request.calledBy = authority;
    if (const auto* absent = std::get_if<rules::Absent>(piece)) {
        if (request.listener->transparent && !request.listener->service.empty())
            return planOutside(request);
        return Refusal{404, "unknown-service", absent->reason};
    }
    const auto& table = std::get<RoutesPtr>(*piece);
    if (table->rules().egress)
        return planEgressRoutes(request, table);
    const HeadersOf headers(request.head.headers);
    request.caller = m_options.instance.identity;
    const auto facts = factsOf(request, headers);
    const auto& route = table->match(facts.request);
    request.routeName = routeNameOf(route.rule.route);
    const policy::Decision decision = policy::evaluate(*m_anybody, facts);
    if (!decision.allowed())
        return denied(decision, facts);
    if (request.listener->takesOverride)
        request.head.headers.remove(kDestinationHeader);
    Plan plan{*decision.permit(), {}, nullptr, table, &route};
    plan.setFilters(route.filters, route.rule);
    if (auto refusal = aim(request, plan))
        return *refusal;
    if (auto refusal = checkTunnel(request, table->rules().protocol))
        return *refusal;
    return plan;
}

std::optional<Refusal> Planner::aim(Request& request, Plan& plan) {
    const auto target = plan.routes->target(*plan.route, m_random());
    if (!target)
        return Refusal{500, "no-backend", "every backend of the route has weight 0"};
    if (target->destination.empty() && !plan.destination.empty())
        return std::nullopt; // out of the mesh is no place to try again at
    return aimAt(request, plan, *target);
}

std::optional<Refusal> Planner::aimAt(Request& request, Plan& plan,
                                      const route::OutboundTable::Target& target) const {
    if (auto refusal = readTarget(target.destination, request))
        return refusal;
    // :authority is the target's full name; the application's own comes back at the callee. What
    // follows it is the link, told also of a request that finds no gateway to cross it by.
    const std::string_view destination = target.destination;
    const std::size_t at = std::min(destination.find('@'), destination.size());
    request.head.authority = request.head.headers.arena().store(destination.substr(0, at));
    request.link = destination.substr(std::min(at + 1, destination.size()));
    plan.destination = target.destination;
    plan.balancing = &target.balancing;
    return std::nullopt;
}

Verdict Planner::planInbound(Request& request) {
    const rules::ProxySettings* settings = m_config.settings();
    if (!settings)
        return Wait{{Kind::ProxySettings, ""}};
    const bool edge = request.listener->isEdge();
    if (edge && request.head.method == "CONNECT" && request.head.version != http::Version::Raw)
        return Refusal{405, "connect-refused", "an edge opens no tunnels for strangers"};
    if (edge)
        request.mesh = MeshHeaders{}; // a stranger who writes mesh headers is not believed
    else if (auto refusal = readTarget(request.head.authority, request))
        return *refusal;
    if (auto refusal = findCaller(request))
        return *refusal;
    request.routeName = request.mesh.route.empty() ? "default" : request.mesh.route;
    return planServed(request);
}

Verdict Planner::planServed(Request& request) {
    const rules::ServedPort* served = servedPort(request);
    if (!served)
        return Refusal{404, "not-served",
                       "this workload does not serve " + std::string(request.head.authority)};
    if (request.listener->isEdge()) {
        request.service = served->service;
        request.port = served->port;
    }
    request.servedPort = served->targetPort;
    const rules::ResourceName name{Kind::InboundServer, std::to_string(served->targetPort)};
    const Piece* piece = m_config.find(name);
    if (!piece)
        return Wait{name};
    const auto* snapshot = std::get_if<PolicyPtr>(piece);
    if (!snapshot)
        return Refusal{403, "policy-denied", "no policy is known for port " + name.name};
    const HeadersOf headers(request.head.headers);
    const auto facts = factsOf(request, headers);
    const policy::Decision& decision = request.decision.emplace(policy::evaluate(**snapshot, facts));
    if (!decision.allowed())
        return denied(decision, facts);
    const policy::ServerRules& rules = policy::rulesOf(**snapshot);
    if (rules.rateLimit)
        if (auto refusal = limitRate(request, *snapshot))
            return *refusal;
    const Protocol declared = rules.protocol;
    if (auto refusal = checkTunnel(request, declared))
        return *refusal;
    const Protocol protocol = localProtocol(declared, request);
    Plan plan{*decision.permit(), {}, &application(served->targetPort, protocol)};
    if (const policy::InboundRoute* matched = decision.matched())
        plan.setFilters(matched->filters, matched->rule); // the permit keeps them
    return plan;
}

const balance::Endpoint& Planner::application(std::uint16_t port, Protocol protocol) {
    balance::Endpoint& local = m_applications[{port, protocol}];
    if (local.address.empty()) {
        local.address = ipAndPort(m_options.appAddress, port);
        local.protocol = protocol;
        local.workload = m_options.instance.workload;
        local.instance = m_options.instance.instance;
    }
    return local;
}

const rules::ServedPort* Planner::servedPort(const Request& request) const {
    const auto& ports = m_config.settings()->servedPorts;
    const auto found = std::ranges::find_if(ports, [&](const rules::ServedPort& each) {
        return request.listener->isEdge()
                   ? each.targetPort == request.listener->edgePort
                   : each.service == request.service && each.port == request.port;
    });
    return found == ports.end() ? nullptr : &*found;
}

std::optional<Refusal> Planner::checkExport(const Request& request) const {
    const rules::Export* exported = findExport(*m_config.exports(), request);
    const auto caller = tls::SpiffeId::parse(request.caller);
    const bool admitted = exported && caller
                          && (exported->clusters.empty()
                              || std::ranges::find(exported->clusters, caller->cluster())
                                     != exported->clusters.end());
    if (admitted)
        return std::nullopt;
    return Refusal{403, "not-exported",
                   request.service + ":" + std::to_string(request.port) + " is not exported to "
                       + (caller ? caller->cluster() : "strangers")};
}

std::optional<Refusal> Planner::recheck(const Request& request) const {
    if (!m_config.settings() || request.role == Role::Outbound || request.role == Role::Egress)
        return std::nullopt;
    if (request.role == Role::Ingress)
        return m_config.exports() ? checkExport(request) : std::nullopt;
    const rules::ServedPort* served = servedPort(request);
    if (!served)
        return Refusal{404, "not-served", "this workload does not serve it any more"};
    const Piece* piece = m_config.find({Kind::InboundServer, std::to_string(served->targetPort)});
    if (!piece)
        return std::nullopt;
    const auto* snapshot = std::get_if<PolicyPtr>(piece);
    if (!snapshot)
        return Refusal{403, "policy-denied", "no policy is known for its port any more"};
    const HeadersOf headers(request.head.headers);
    const auto facts = factsOf(request, headers);
    const policy::Decision decision = policy::evaluate(**snapshot, facts);
    if (decision.allowed())
        return std::nullopt;
    return denied(decision, facts);
}

Verdict Planner::planEgress(Request& request) {
    if (auto refusal = readTarget(request.head.authority, request))
        return *refusal;
    request.caller = request.peer->identity;
    request.link = request.mesh.link;
    request.routeName = request.mesh.route.empty() ? "default" : request.mesh.route;
    const auto caller = tls::SpiffeId::parse(request.caller);
    if (!caller || caller->cluster() != m_options.instance.cluster)
        return Refusal{403, "foreign-caller",
                       "the egress of " + m_options.instance.cluster
                           + " serves this cluster's workloads only, not " + request.caller};
    request.isProbe = isGateway(*caller) && isCanary(request.service);
    if (isGateway(*caller) && !request.isProbe)
        return Refusal{508, "loop", "a gateway does not send through its own egress"};
    std::string destination = request.service + ":" + std::to_string(request.port);
    if (!request.link.empty())
        destination += "@" + request.link;
    return std::visit([](auto&& each) { return Verdict(std::move(each)); },
                      permitMesh(request, std::move(destination)));
}

Verdict Planner::planIngress(Request& request) {
    if (auto refusal = readTarget(request.head.authority, request))
        return *refusal;
    if (!m_config.settings())
        return Wait{{Kind::ProxySettings, ""}};
    const rules::GatewayExports* exports = m_config.exports();
    if (!exports)
        return Wait{{Kind::GatewayExports, ""}};
    if (auto refusal = findCaller(request))
        return *refusal;
    request.routeName = request.mesh.route.empty() ? "default" : request.mesh.route;
    const std::string& domain = m_config.settings()->clusterDomain;
    if (!domain.empty() && !request.service.ends_with(".svc." + domain))
        return Refusal{508, "loop",
                       request.service + " is not of this cluster (" + domain + "): it came back"};
    // A workload that calls the canary is traffic like any other.
    const auto caller = tls::SpiffeId::parse(request.caller);
    request.isProbe = caller && isGateway(*caller) && isCanary(request.service);
    if (auto refusal = checkExport(request))
        return *refusal;
    if (isCanary(request.service)) {
        Verdict verdict = planServed(request);
        if (auto* plan = std::get_if<Plan>(&verdict))
            plan->isCanary = true;
        return verdict;
    }
    return std::visit([](auto&& each) { return Verdict(std::move(each)); },
                      permitMesh(request, request.service + ":" + std::to_string(request.port)));
}

} // namespace causeway::proxy
