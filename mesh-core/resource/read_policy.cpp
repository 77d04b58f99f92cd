// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {
namespace {

template <std::size_t N>
std::string oneOfWords(FieldReader& reader, std::string_view name, const char* const (&words)[N]) {
    const auto found = reader.textOr(name, words[0]);
    std::string list;
    for (const auto* word : words) {
        if (found == word)
            return found;
        list += (list.empty() ? "one of " : ", ") + std::string(word);
    }
    reader.expected(name, list);
    return words[0];
}

constexpr const char* kProxyProtocols[] = {"unknown", "HTTP/1", "HTTP/2", "gRPC", "opaque", "TLS"};
constexpr const char* kAccessPolicies[] = {"deny",
                                           "all-unauthenticated",
                                           "all-authenticated",
                                           "cluster-unauthenticated",
                                           "cluster-authenticated",
                                           "audit"};

Reference readTarget(FieldReader reader) {
    auto target = readReference(reader);
    const bool known = target.kind == "Server" || target.kind == "Namespace"
                       || target.kind == "HTTPRoute" || target.kind == "GRPCRoute";
    if (!known)
        reader.expected("kind", "one of Server, Namespace, HTTPRoute, GRPCRoute");
    if (target.group == "core")
        target.group.clear();
    constexpr std::string_view kLinkerd = "policy.linkerd.io";
    constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";
    const auto& [group, kind, name, space] = target;
    if (kind == "Server" && group != kLinkerd)
        reader.expected("group", kLinkerd);
    else if (kind == "GRPCRoute" && group != kGatewayApi)
        reader.expected("group", kGatewayApi);
    else if (kind == "HTTPRoute" && group != kGatewayApi && group != kLinkerd)
        reader.expected("group", "policy.linkerd.io or gateway.networking.k8s.io");
    else if (kind == "Namespace" && !group.empty())
        reader.expected("group", "\"\": the core group");
    return target;
}

std::string ownNamespace(FieldReader& root) {
    const auto* metadata = root.node("metadata");
    const auto* name = metadata ? metadata->find("namespace") : nullptr;
    return name && !name->scalar.empty() ? name->scalar : "default";
}

// Linkerd's admission rules: at most one authentication of each sort, not two ways to name clients.
void checkAuthentications(FieldReader& spec, const std::vector<Reference>& references) {
    int identities = 0;
    int networks = 0;
    for (const auto& reference : references) {
        if (reference.kind == "MeshTLSAuthentication" || reference.kind == "ServiceAccount")
            ++identities;
        else if (reference.kind == "NetworkAuthentication")
            ++networks;
        else
            spec.problem("requiredAuthenticationRefs",
                         "found a " + reference.kind
                             + "; expected MeshTLSAuthentication, NetworkAuthentication or "
                               "ServiceAccount");
    }
    if (identities > 1)
        spec.problem(
            "requiredAuthenticationRefs",
            "found several MeshTLSAuthentications or ServiceAccounts; expected at most one, "
            "because all must hold together");
    if (networks > 1)
        spec.problem("requiredAuthenticationRefs",
                     "found several NetworkAuthentications; expected at most one");
}

} // namespace

Reference readReference(FieldReader& reader) {
    Reference reference;
    reference.group = reader.textOr("group", "");
    reference.kind = reader.text("kind");
    reference.name = reader.text("name");
    reference.namespace_ = reader.textOr("namespace", "");
    return reference;
}

Spec readServer(FieldReader& root) {
    auto spec = root.object("spec");
    Server server;
    if (auto selector = spec.objectOr("podSelector"))
        server.podSelector = readSelector(std::move(*selector));
    if (auto selector = spec.objectOr("externalWorkloadSelector"))
        server.externalWorkloadSelector = readSelector(std::move(*selector));
    if (server.podSelector.has_value() == server.externalWorkloadSelector.has_value())
        spec.problem("", std::string(server.podSelector ? "found both" : "found neither")
                             + " podSelector and externalWorkloadSelector; expected exactly one");
    server.port = readPortRef(spec, "port");
    server.proxyProtocol = oneOfWords(spec, "proxyProtocol", kProxyProtocols);
    server.accessPolicy = oneOfWords(spec, "accessPolicy", kAccessPolicies);
    return server;
}

Spec readAuthorizationPolicy(FieldReader& root) {
    auto spec = root.object("spec");
    AuthorizationPolicy policy;
    policy.target = readTarget(spec.object("targetRef"));
    if (policy.target.kind == "Namespace" && policy.target.name != ownNamespace(root))
        spec.problem("targetRef", "found the Namespace " + policy.target.name
                                      + "; expected the policy's own, " + ownNamespace(root));
    if (!spec.has("requiredAuthenticationRefs"))
        spec.expected("requiredAuthenticationRefs", "a list (an empty one authorizes everybody)");
    for (auto& reference : spec.objects("requiredAuthenticationRefs"))
        policy.requiredAuthentications.push_back(readReference(reference));
    checkAuthentications(spec, policy.requiredAuthentications);
    return policy;
}

namespace {

constexpr Bounds kRate{1, 1'000'000'000};

std::optional<std::uint32_t> readRate(FieldReader& spec, std::string_view name) {
    if (auto reader = spec.objectOr(name))
        return reader->number<std::uint32_t>("requestsPerSecond", kRate);
    return std::nullopt;
}

RateOverride readOverride(FieldReader& reader) {
    RateOverride rate;
    rate.requestsPerSecond = reader.number<std::uint32_t>("requestsPerSecond", kRate);
    for (auto& client : reader.objects("clientRefs")) {
        auto reference = readReference(client);
        if (reference.kind != "ServiceAccount")
            client.expected("kind", "ServiceAccount");
        rate.clients.push_back(std::move(reference));
    }
    if (rate.clients.empty())
        reader.expected("clientRefs", "at least one ServiceAccount");
    return rate;
}

std::string atMostTotal(std::uint32_t found, std::uint32_t total) {
    return "found " + std::to_string(found) + " requests a second; expected at most the total, "
           + std::to_string(total);
}

} // namespace

Spec readHttpLocalRateLimitPolicy(FieldReader& root) {
    auto spec = root.object("spec");
    HttpLocalRateLimitPolicy policy;
    {
        auto target = spec.object("targetRef");
        policy.target = readReference(target);
        if (policy.target.kind != "Server")
            target.expected("kind", "Server");
    }
    policy.total = readRate(spec, "total");
    policy.identity = readRate(spec, "identity");
    if (policy.total && policy.identity && *policy.identity > *policy.total)
        spec.problem("identity", atMostTotal(*policy.identity, *policy.total));
    for (auto& reader : spec.objects("overrides")) {
        auto rate = readOverride(reader);
        if (policy.total && rate.requestsPerSecond > *policy.total)
            reader.problem("requestsPerSecond", atMostTotal(rate.requestsPerSecond, *policy.total));
        policy.overrides.push_back(std::move(rate));
    }
    if (!policy.total && !policy.identity && policy.overrides.empty())
        spec.problem("", "found neither total, identity nor overrides; expected at least one");
    return policy;
}

Spec readEgressNetwork(FieldReader& root) {
    auto spec = root.object("spec");
    EgressNetwork egress;
    egress.networks = readNetworks(spec);
    if (spec.has("networks") && egress.networks.empty())
        spec.expected("networks", "at least one network (leave it away for all that is outside)");
    egress.trafficPolicy = spec.oneOf<TrafficPolicy>(
        "trafficPolicy", {{"Allow", TrafficPolicy::Allow}, {"Deny", TrafficPolicy::Deny}}, true);
    return egress;
}

} // namespace causeway::resource
