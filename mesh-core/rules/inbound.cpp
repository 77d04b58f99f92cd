// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "rules/attached_routes.h"
#include "rules/authorizations.h"
#include "rules/protocols.h"

#include <iterator>

namespace causeway::rules {
namespace {

using policy::DefaultPolicy;
using resource::ExternalWorkload;
using resource::Object;
using resource::Server;

constexpr const char* kDefaultPolicyAnnotation = "config.linkerd.io/default-inbound-policy";

// A workload is to this mesh what a pod is to Kubernetes, so either selector selects it.
bool selectsWorkload(const Server& server, const Object& workload) {
    const auto& selector = server.externalWorkloadSelector ? server.externalWorkloadSelector
                                                           : server.podSelector;
    return selector && selector->matches(workload.metadata.labels);
}

// The oldest, then the first by name, when several select the same port.
const Object* serverOf(const ObjectSet& objects, const Object& workload, std::uint16_t port) {
    const auto& ports = *workload.as<ExternalWorkload>();
    for (const auto* object : objects.all()) {
        const auto* server = object->as<Server>();
        if (server && object->metadata.namespace_ == workload.metadata.namespace_
            && selectsWorkload(*server, workload) && portNumber(server->port, ports) == port)
            return object;
    }
    return nullptr;
}

// What the services that lead to this port say is spoken there.
Protocol declaredProtocol(const ObjectSet& objects, const Object& workload, std::uint16_t port) {
    const auto& ports = *workload.as<ExternalWorkload>();
    for (const auto* object : objects.all()) {
        const auto* service = object->as<resource::Service>();
        if (!service || !selects(*object, workload))
            continue;
        for (const auto& declared : service->ports)
            if (portNumber(declared.targetPort, ports) == port && !declared.appProtocol.empty())
                return protocolOf(declared.appProtocol);
    }
    return Protocol::Detect;
}

DefaultPolicy defaultPolicyOf(const ObjectSet& objects, const Object& workload) {
    const auto* annotated = resource::annotation(workload.metadata, kDefaultPolicyAnnotation);
    if (annotated)
        if (const auto policy = policy::parseDefaultPolicy(*annotated))
            return *policy;
    const auto policy = policy::parseDefaultPolicy(objects.cluster().defaultInboundPolicy);
    return policy.value_or(DefaultPolicy::Deny);
}

void append(std::vector<policy::Authorization>& to, std::vector<policy::Authorization> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<policy::InboundRoute> routesOf(const ObjectSet& objects, const Object& server) {
    const auto attached = attachedRoutes(
        objects, [&](const Object& route, const resource::ParentRef& parent) {
            return parent.object.kind == "Server" && parent.object.name == server.metadata.name
                   && route.metadata.namespace_ == server.metadata.namespace_;
        });
    std::vector<policy::InboundRoute> routes;
    for (const auto& rule : attached.rules)
        routes.push_back({rule.rule, authorizationsFor(objects, server.metadata.namespace_,
                                                       rule.object->kind(),
                                                       rule.object->metadata.name)});
    return routes;
}

} // namespace

policy::ServerRules inboundServer(const ObjectSet& objects, const Object& workload,
                                  std::uint16_t port) {
    CAUSEWAY_ASSERT(workload.as<ExternalWorkload>() != nullptr);
    const auto& clusterNetworks = objects.cluster().clusterNetworks;
    const auto* object = serverOf(objects, workload, port);
    if (!object) {
        auto rules = policy::defaultRules(defaultPolicyOf(objects, workload), port, clusterNetworks);
        rules.protocol = declaredProtocol(objects, workload, port);
        return rules;
    }
    const auto& server = *object->as<Server>();
    const auto& namespace_ = object->metadata.namespace_;
    policy::ServerRules rules;
    rules.server = object->ref();
    rules.port = port;
    rules.protocol = proxyProtocolOf(server.proxyProtocol);
    if (rules.protocol == Protocol::Detect)
        rules.protocol = declaredProtocol(objects, workload, port);
    rules.routes = routesOf(objects, *object);
    append(rules.authorizations,
           authorizationsFor(objects, namespace_, "Server", object->metadata.name));
    append(rules.authorizations, authorizationsFor(objects, namespace_, "Namespace", namespace_));
    policy::addDefaultPolicy(
        rules, policy::parseDefaultPolicy(server.accessPolicy).value_or(DefaultPolicy::Deny),
        clusterNetworks);
    return rules;
}

} // namespace causeway::rules
