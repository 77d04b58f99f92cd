// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "rules/attached_routes.h"
#include "rules/authorizations.h"
#include "rules/inbound_parts.h"
#include "rules/protocols.h"
#include "rules/traffic.h"

#include <iterator>

namespace causeway::rules {
namespace {

using policy::DefaultPolicy;
using resource::ExternalWorkload;
using resource::Object;
using resource::Server;

constexpr const char* kDefaultPolicyAnnotation = "config.linkerd.io/default-inbound-policy";
constexpr const char* kIdentityPortsAnnotation =
    "config.linkerd.io/proxy-require-identity-inbound-ports";

// A workload is to this mesh what a pod is to Kubernetes, so either selector selects it.
bool selectsWorkload(const Server& server, const Object& workload) {
    const auto& selector =
        server.externalWorkloadSelector ? server.externalWorkloadSelector : server.podSelector;
    return selector && selector->matches(workload.metadata.labels);
}

// What the services that lead to this port say is spoken there.
Protocol declaredProtocol(const ObjectSet& objects, const Object& workload, std::uint16_t port) {
    const auto& ports = *workload.as<ExternalWorkload>();
    for (const auto* object : objects.of("Service", workload.metadata.namespace_)) {
        if (!selects(*object, workload))
            continue;
        for (const auto& declared : object->as<resource::Service>()->ports)
            if (portNumber(declared.targetPort, ports) == port && !declared.appProtocol.empty())
                return protocolOf(declared.appProtocol);
    }
    return Protocol::Detect;
}

// The ports of which the workload says that nobody without an identity may use them.
bool requiresIdentity(const Object& workload, std::uint16_t port) {
    const auto* ports = resource::annotation(workload.metadata, kIdentityPortsAnnotation);
    return ports && ("," + *ports + ",").find("," + std::to_string(port) + ",") != ports->npos;
}

DefaultPolicy defaultPolicyOf(const ObjectSet& objects, const Object& workload,
                              std::uint16_t port) {
    const auto* annotated = resource::annotation(workload.metadata, kDefaultPolicyAnnotation);
    auto policy = annotated ? policy::parseDefaultPolicy(*annotated) : std::nullopt;
    if (!policy)
        policy = policy::parseDefaultPolicy(objects.cluster().defaultInboundPolicy);
    if (policy == DefaultPolicy::AllUnauthenticated && requiresIdentity(workload, port))
        return DefaultPolicy::AllAuthenticated;
    if (policy == DefaultPolicy::ClusterUnauthenticated && requiresIdentity(workload, port))
        return DefaultPolicy::ClusterAuthenticated;
    return policy.value_or(DefaultPolicy::Deny);
}

void append(std::vector<policy::Authorization>& to, std::vector<policy::Authorization> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<policy::InboundRoute> routesOf(const ObjectSet& objects, const Object& server) {
    const auto isParent = [&](const Object& route, const resource::ParentRef& parent) {
        return parent.object.kind == "Server" && parent.object.group == server.group()
               && parent.object.name == server.metadata.name
               && route.metadata.namespace_ == server.metadata.namespace_;
    };
    const auto attached =
        attachedRoutes(objects.routesFor("Server", server.metadata.name), isParent);
    std::vector<policy::InboundRoute> routes;
    for (const auto& rule : attached.rules)
        routes.push_back({rule.rule, authorizationsFor(objects, *rule.object), filtersOf(rule)});
    return routes;
}

policy::ServerRules rulesOf(const ObjectSet& objects, const Object& object) {
    const auto& server = *object.as<Server>();
    policy::ServerRules rules;
    rules.server = object.ref();
    rules.protocol = proxyProtocolOf(server.proxyProtocol);
    rules.routes = routesOf(objects, object);
    rules.authorizations = authorizationsFor(objects, object);
    append(rules.authorizations, namespaceAuthorizations(objects, object.metadata.namespace_));
    append(rules.authorizations, serverAuthorizations(objects, object));
    policy::addDefaultPolicy(
        rules, policy::parseDefaultPolicy(server.accessPolicy).value_or(DefaultPolicy::Deny),
        objects.cluster().clusterNetworks);
    return rules;
}

} // namespace

// The oldest, then the first by name, when several select the same port.
const Object* serverOf(const ObjectSet& objects, const Object& workload, std::uint16_t port) {
    const auto& ports = *workload.as<ExternalWorkload>();
    for (const auto* object : objects.of("Server", workload.metadata.namespace_)) {
        const auto& server = *object->as<Server>();
        if (selectsWorkload(server, workload) && portNumber(server.port, ports) == port)
            return object;
    }
    return nullptr;
}

policy::ServerRules inboundServer(const ObjectSet& objects, const Object& workload,
                                  std::uint16_t port) {
    CAUSEWAY_ASSERT(workload.as<ExternalWorkload>() != nullptr);
    const auto* server = serverOf(objects, workload, port);
    auto rules = server ? rulesOf(objects, *server)
                        : policy::defaultRules(defaultPolicyOf(objects, workload, port), port,
                                               objects.cluster().clusterNetworks);
    rules.port = port;
    rules.precedence = precedenceOf(objects.cluster());
    if (rules.protocol == Protocol::Detect)
        rules.protocol = declaredProtocol(objects, workload, port);
    if (server)
        rules.rateLimit = rateLimitOf(objects, *server, rules.protocol);
    if (rules.routes.empty())
        rules.routes = probeRoutes(objects, workload, port);
    return rules;
}

} // namespace causeway::rules
