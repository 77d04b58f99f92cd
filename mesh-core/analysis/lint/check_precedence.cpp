// SPDX-License-Identifier: Apache-2.0
// Routes of one Server against each other: the same match twice, a route that never wins, requests
// that go elsewhere by Linkerd's precedence, probes that no route lets through. The engine is
// asked; nothing here knows the order itself.
#include "analysis/explain/universe.h"
#include "analysis/header_list.h"
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr std::size_t kMaxWitnesses = 400; // of a Server: asked of two tables each

std::optional<std::size_t> winner(const route::RouteTable& table, const WitnessRequest& request) {
    const HeaderList headers(request.headers);
    return table.match({request.method, request.host, request.path, &headers});
}

struct ServerRoutes {
    const Object* server;
    const policy::ServerRules* rules;
    std::vector<route::RouteRule> list;
};

std::vector<ServerRoutes> serversWithRoutes(const Context& context) {
    std::vector<ServerRoutes> all;
    std::set<const Object*> seen;
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports) {
            if (!port.server || !seen.insert(port.server).second)
                continue;
            const auto& rules = policy::rulesOf(*port.policy);
            ServerRoutes routes{port.server, &rules, {}};
            for (const auto& route : rules.routes)
                if (!route.rule.route.builtIn())
                    routes.list.push_back(route.rule);
            if (!routes.list.empty())
                all.push_back(std::move(routes));
        }
    return all;
}

std::vector<route::RouteMatch> matchesOf(const route::RouteRule& rule) {
    return rule.matches.empty() ? std::vector<route::RouteMatch>(1) : rule.matches;
}

// Told at the later one, whose turn never comes.
void checkTwins(Context& context, const ServerRoutes& routes) {
    for (std::size_t i = 0; i < routes.list.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto& later = routes.list[i];
            const auto& earlier = routes.list[j];
            if (later.route == earlier.route || later.hosts != earlier.hosts
                || matchesOf(later) != matchesOf(earlier))
                continue;
            const auto* object = context.judge().find(later.route);
            const auto* other = context.judge().find(earlier.route);
            context
                .report("MC1106", *object, "spec.rules",
                        fmt::format("{} matches the same requests and is older, or first by name",
                                    other->describe()))
                .evidence = whereOf(*other);
            return;
        }
}

// The same for routes of a Service, as its callers see them.
void checkServiceTwins(Context& context, const Object& service,
                       const std::set<std::string>& namespaces, std::set<const Object*>& told) {
    for (const auto& port : service.as<resource::Service>()->ports)
        for (const auto& callers : namespaces) {
            const auto routes = rules::outboundRoutes(
                context.set(), callers,
                fmt::format("{}.{}:{}", service.metadata.name, service.metadata.namespace_,
                            port.port));
            if (!routes || (!routes->routes.empty() && routes->routes.front().condition))
                continue; // a profile's routes have an order of their own
            for (std::size_t i = 0; i < routes->routes.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    const auto& later = routes->routes[i].rule;
                    const auto& earlier = routes->routes[j].rule;
                    const auto* object = context.judge().find(later.route);
                    const auto* other = context.judge().find(earlier.route);
                    if (!object || !other || object == other || later.hosts != earlier.hosts
                        || matchesOf(later) != matchesOf(earlier) || !told.insert(object).second)
                        continue;
                    context
                        .report("MC1106", *object, "spec.rules",
                                fmt::format("{} matches the same requests of {} and is older, or "
                                            "first by name",
                                            other->describe(), service.describe()))
                        .evidence = whereOf(*other);
                }
        }
}

// The paths below a prefix, so that one exact route in front does not hide it.
std::vector<WitnessRequest> widened(const WitnessRequest& request) {
    const auto question = std::min(request.path.find('?'), request.path.size());
    const auto path = request.path.substr(0, question);
    const auto query = request.path.substr(question);
    std::vector<WitnessRequest> all;
    for (const auto* more : {"", "/x7", "/x7/y7"}) {
        all.push_back(request);
        all.back().path = (path == "/" && *more != 0 ? "" : path) + more + query;
    }
    return all;
}

void checkShadows(Context& context, const ServerRoutes& routes, const route::RouteTable& table) {
    for (std::size_t i = 0; i < routes.list.size(); ++i) {
        const auto alone = route::RouteTable::compile({&routes.list[i], 1});
        policy::ServerRules one;
        one.routes = {{routes.list[i], {}}};
        std::set<std::string> winners;
        for (const auto& witness : witnessRequests({&one}))
            for (const auto& request : widened(witness)) {
                if (!alone || !winner(*alone, request))
                    continue;
                const auto won = winner(table, request);
                winners.insert(won ? routes.list[*won].route.describe() : "none");
            }
        const auto& own = routes.list[i].route;
        if (winners.size() != 1 || winners.contains(own.describe()))
            continue;
        const bool hasTwin = std::ranges::any_of(routes.list, [&](const auto& other) {
            return other.route != own && other.hosts == routes.list[i].hosts
                   && matchesOf(other) == matchesOf(routes.list[i]);
        });
        if (!hasTwin)
            context
                .report("MC2010", *context.judge().find(own), "spec.rules",
                        fmt::format("it never wins: {} takes its requests", *winners.begin()))
                .evidence = "asked the engine about requests that it matches";
    }
}

// A request in which two routes meet: what each of the two asks for.
WitnessRequest meeting(const WitnessRequest& a, const WitnessRequest& b) {
    auto both = a;
    for (const auto& header : b.headers)
        both.headers.push_back(header);
    if (both.host.empty())
        both.host = b.host;
    return both;
}

std::vector<WitnessRequest> meetings(const std::vector<WitnessRequest>& witnesses) {
    std::vector<WitnessRequest> all;
    for (const auto& a : witnesses)
        for (const auto& b : witnesses) {
            if (all.size() >= kMaxWitnesses)
                return all;
            all.push_back(meeting(a, b));
            all.back().method = b.method;
        }
    return all;
}

void checkCompatibility(Context& context, const ServerRoutes& routes) {
    const auto ours = route::RouteTable::compile(routes.list, route::Precedence::GatewayApi);
    const auto theirs = route::RouteTable::compile(routes.list, route::Precedence::Linkerd);
    if (!ours || !theirs)
        return;
    checkShadows(context, routes,
                 routes.rules->precedence == route::Precedence::Linkerd ? *theirs : *ours);
    for (const auto& request : meetings(witnessRequests({routes.rules}))) {
        const auto a = winner(*ours, request);
        const auto b = winner(*theirs, request);
        if (!a || !b || routes.list[*a].route == routes.list[*b].route)
            continue;
        context
            .report("MC2015", *context.judge().find(routes.list[*a].route), "spec.rules",
                    fmt::format("{} {} goes here by the Gateway API's precedence and to {} by "
                                "Linkerd's",
                                request.method, request.path, routes.list[*b].route.describe()))
            .evidence = fmt::format("this cluster follows {}",
                                    routes.rules->precedence == route::Precedence::Linkerd
                                        ? "Linkerd (compat: linkerd)"
                                        : "the Gateway API");
        return;
    }
}

void checkProbes(Context& context, const JudgedPort& port) {
    const auto* declared = resource::annotation(port.workload->metadata, "causeway.dev/probes");
    if (!declared || !port.server)
        return;
    const auto& rules = policy::rulesOf(*port.policy);
    if (rules.routes.empty() || rules.routes.front().rule.route.name == "probe")
        return;
    std::string_view rest = *declared;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        auto probe = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        probe.remove_prefix(std::min(probe.find_first_not_of(' '), probe.size()));
        const auto colon = std::min(probe.find(':'), probe.size());
        const std::string name(probe.substr(0, colon));
        const auto& workload = *port.workload->as<resource::ExternalWorkload>();
        const bool isHere = name == std::to_string(port.port)
                            || rules::portNumber({0, name}, workload) == port.port;
        const auto path = probe.substr(std::min(colon + 1, probe.size()));
        const auto decision = policy::evaluate(
            *port.policy, {{}, {}, IpAddress::v4(10, 0, 0, 1), {"GET", "", path, nullptr}});
        if (!isHere || decision.allowed())
            continue;
        context
            .report("MC2003", *port.workload, "metadata.annotations.causeway.dev/probes",
                    fmt::format("its probe GET {} on port {} is refused", path, port.port))
            .evidence =
            fmt::format("{} has routes, so probes need one too", port.server->describe());
        return;
    }
}

} // namespace

void checkPrecedence(Context& context) {
    for (const auto& routes : serversWithRoutes(context)) {
        checkTwins(context, routes);
        checkCompatibility(context, routes);
    }
    std::set<std::string> namespaces;
    for (const auto* object : context.set().all())
        namespaces.insert(object->metadata.namespace_);
    std::set<const Object*> told;
    context.each<resource::Service>([&](const Object& service, const auto&) {
        if (!context.set().routesFor("Service", service.metadata.name).empty())
            checkServiceTwins(context, service, namespaces, told);
    });
    std::set<std::pair<const Object*, std::uint16_t>> seen;
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports)
            if (seen.insert({port.workload, port.port}).second)
                checkProbes(context, port);
}

} // namespace causeway::analysis
