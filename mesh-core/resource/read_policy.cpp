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
    return target;
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
        spec.problem("requiredAuthenticationRefs",
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
    if (!spec.has("requiredAuthenticationRefs"))
        spec.expected("requiredAuthenticationRefs", "a list (an empty one authorizes everybody)");
    for (auto& reference : spec.objects("requiredAuthenticationRefs"))
        policy.requiredAuthentications.push_back(readReference(reference));
    checkAuthentications(spec, policy.requiredAuthentications);
    return policy;
}

Spec readMeshTlsAuthentication(FieldReader& root) {
    auto spec = root.object("spec");
    MeshTlsAuthentication authentication;
    authentication.identities = spec.texts("identities");
    for (auto& reader : spec.objects("identityRefs")) {
        auto reference = readReference(reader);
        if (reference.kind != "ServiceAccount" && reference.kind != "Namespace")
            reader.expected("kind", "ServiceAccount or Namespace");
        if (reference.kind == "Namespace" && !reference.namespace_.empty())
            reader.expected("namespace", "none beside kind Namespace");
        authentication.identityRefs.push_back(std::move(reference));
    }
    if (authentication.identities.empty() && authentication.identityRefs.empty())
        spec.problem("", "found neither identities nor identityRefs; expected at least one");
    return authentication;
}

Spec readNetworkAuthentication(FieldReader& root) {
    auto spec = root.object("spec");
    NetworkAuthentication authentication;
    for (auto& reader : spec.objects("networks"))
        authentication.networks.push_back({reader.text("cidr"), reader.texts("except")});
    if (authentication.networks.empty())
        spec.expected("networks", "at least one network");
    return authentication;
}

} // namespace causeway::resource
