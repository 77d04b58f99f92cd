// SPDX-License-Identifier: Apache-2.0
// Servers, the workloads they select and what they let in when nobody says more.
#include "analysis/lint/context.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

namespace causeway::analysis {
namespace {

using resource::ExternalWorkload;
using resource::Object;
using resource::Server;

bool selects(const Server& server, const Object& workload) {
    const auto& selector =
        server.externalWorkloadSelector ? server.externalWorkloadSelector : server.podSelector;
    return selector && selector->matches(workload.metadata.labels);
}

std::vector<const Object*> selected(const Context& context, const Object& object,
                                    const Server& server) {
    auto workloads = context.workloads(object.metadata.namespace_);
    std::erase_if(workloads, [&](const Object* workload) { return !selects(server, *workload); });
    return workloads;
}

std::string portText(const resource::PortRef& port) {
    return port.number != 0 ? std::to_string(port.number) : port.name;
}

std::string namesOf(const std::vector<const Object*>& objects) {
    std::string names;
    for (const auto* object : objects)
        names += (names.empty() ? "" : ", ") + object->metadata.name;
    return names;
}

bool isDeclared(const resource::PortRef& port, const ExternalWorkload& workload) {
    return std::ranges::any_of(workload.ports, [&](const auto& declared) {
        return port.number != 0 ? declared.port == port.number : declared.name == port.name;
    });
}

void checkSelection(Context& context, const Object& object, const Server& server) {
    const auto all = context.workloads(object.metadata.namespace_);
    const auto chosen = selected(context, object, server);
    const auto* field = server.podSelector ? "spec.podSelector" : "spec.externalWorkloadSelector";
    if (!all.empty() && chosen.empty()) {
        context.report("MC0004", object, field, "it selects no workload").evidence =
            fmt::format("workloads of {}: {}", object.metadata.namespace_, namesOf(all));
        return;
    }
    const auto has = [&](const Object* workload) {
        return isDeclared(server.port, *workload->as<ExternalWorkload>());
    };
    if (!chosen.empty() && std::ranges::none_of(chosen, has))
        context
            .report("MC0601", object, "spec.port",
                    fmt::format("port {} is declared by none of the workloads it selects",
                                portText(server.port)))
            .evidence = "it selects " + namesOf(chosen);
}

// Told at the one that loses.
void checkOverlaps(Context& context, const Object& object, const Server& server) {
    for (const auto* workload : selected(context, object, server)) {
        const auto port = rules::portNumber(server.port, *workload->as<ExternalWorkload>());
        const auto* winner = port ? rules::serverOf(context.set(), *workload, *port) : nullptr;
        if (!winner || winner == &object)
            continue;
        context
            .report("MC0003", object, "spec.port",
                    fmt::format("port {} of {} is judged by {}", *port, workload->metadata.name,
                                winner->describe()))
            .evidence =
            fmt::format("{} is older, or first by name ({})", winner->describe(), whereOf(*winner));
        return;
    }
}

const policy::ServerRules* rulesOf(const Context& context, const Object& server) {
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports)
            if (port.server == &server)
                return &policy::rulesOf(*port.policy);
    return nullptr;
}

bool isOwn(const policy::Authorization& rule) {
    return !rule.object.builtIn();
}

std::string exampleFor(const Object& server) {
    Object policy{"policy.linkerd.io/v1alpha1", {}, {}, {}};
    policy.metadata.name = server.metadata.name + "-callers";
    policy.metadata.namespace_ = server.metadata.namespace_;
    policy.spec = resource::AuthorizationPolicy{
        {"policy.linkerd.io", "Server", server.metadata.name, {}},
        {{"policy.linkerd.io", "MeshTLSAuthentication", policy.metadata.name, {}}}};
    Object callers = policy;
    callers.spec =
        resource::MeshTlsAuthentication{{}, {{"", "Namespace", server.metadata.namespace_, {}}}};
    return resource::serialize(std::vector{policy, callers});
}

void checkReach(Context& context, const Object& object, const Server& server) {
    const auto* rules = rulesOf(context, object);
    if (!rules)
        return;
    const bool hasOwn = std::ranges::any_of(rules->authorizations, isOwn)
                        || std::ranges::any_of(rules->routes, [](const auto& route) {
                               return std::ranges::any_of(route.authorizations, isOwn);
                           });
    if (!hasOwn && server.accessPolicy == "deny") {
        auto& finding = context.report("MC2004", object, "",
                                       "nobody may call it: it has no policy and denies the rest");
        finding.evidence =
            "no AuthorizationPolicy or ServerAuthorization has it, its routes or its "
            "namespace as target";
        finding.patch = context.appended(object, exampleFor(object));
    }
    if (hasOwn && server.accessPolicy == "all-unauthenticated")
        context
            .report("MC0205", object, "spec.accessPolicy",
                    "everybody is let in anyway: the policies for it decide nothing")
            .evidence = "accessPolicy: all-unauthenticated";
}

void checkLayer(Context& context, const Object& object, const Server& server) {
    if (server.proxyProtocol != "opaque" && server.proxyProtocol != "TLS")
        return;
    for (const auto* route : context.set().routesFor("Server", object.metadata.name))
        if (route->metadata.namespace_ == object.metadata.namespace_)
            context
                .report("MC0109", *route, "spec.parentRefs",
                        fmt::format("{} never sees requests: its protocol is {}", object.describe(),
                                    server.proxyProtocol))
                .evidence = whereOf(object);
}

void checkRateLimits(Context& context) {
    std::map<std::string, const Object*> limited;
    context.each<resource::HttpLocalRateLimitPolicy>([&](const Object& object, const auto& limit) {
        const auto& name = limit.target.name;
        const Object* target = context.set().find("Server", object.metadata.namespace_, name);
        if (!target) {
            context.report("MC0004", object, "spec.targetRef.name",
                           fmt::format("there is no Server {}", name))
                .evidence = context.known("Server", object.metadata.namespace_);
            return;
        }
        const auto& protocol = target->as<Server>()->proxyProtocol;
        if (protocol == "gRPC" || protocol == "opaque" || protocol == "TLS")
            context
                .report("MC0109", object, "spec.targetRef",
                        fmt::format("rates are limited for HTTP only; {} speaks {}",
                                    target->describe(), protocol))
                .evidence = whereOf(*target);
        const auto [older, isNew] =
            limited.emplace(object.metadata.namespace_ + "/" + name, &object);
        if (!isNew)
            context
                .report("MC0003", object, "spec.targetRef",
                        fmt::format("{} is limited by {} already", target->describe(),
                                    older->second->describe()))
                .evidence = fmt::format("that is older, or first by name ({})",
                                        whereOf(*older->second));
    });
}

// What a workload lets in where no Server says anything.
void checkCoverage(Context& context) {
    if (!context.any<resource::Cluster>())
        return; // the default policy is not among the objects
    std::set<std::string> told;
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports) {
            const auto& rules = policy::rulesOf(*port.policy);
            const auto& name = rules.server.name;
            const bool isOpen = name == "all-unauthenticated" || name == "cluster-unauthenticated"
                                || name == "audit";
            if (port.server || !isOpen
                || !told.insert(port.workload->describe() + std::to_string(port.port)).second)
                continue;
            context
                .report("MC1301", *port.workload, "spec.ports",
                        fmt::format("no Server covers port {}: {}", port.port,
                                    name == "audit" ? "everybody is let in, and logged"
                                                    : "callers without an identity are let in"))
                .evidence =
                fmt::format("the default policy is {}; {} leads there", name, service.service);
        }
}

} // namespace

void checkServers(Context& context) {
    context.each<Server>([&](const Object& object, const Server& server) {
        checkSelection(context, object, server);
        checkOverlaps(context, object, server);
        checkReach(context, object, server);
        checkLayer(context, object, server);
    });
    checkRateLimits(context);
    checkCoverage(context);
}

} // namespace causeway::analysis
