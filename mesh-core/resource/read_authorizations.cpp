// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {

Spec readMeshTlsAuthentication(FieldReader& root) {
    auto spec = root.object("spec");
    MeshTlsAuthentication authentication;
    authentication.identities = readIdentities(spec);
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
    authentication.networks = readNetworks(spec);
    if (authentication.networks.empty())
        spec.expected("networks", "at least one network");
    return authentication;
}

namespace {

ClientMeshTls readClientTls(FieldReader reader) {
    ClientMeshTls tls;
    tls.unauthenticatedTls = reader.flagOr("unauthenticatedTLS", false);
    tls.identities = readIdentities(reader);
    for (auto& account : reader.objects("serviceAccounts"))
        tls.serviceAccounts.push_back(
            {"", "ServiceAccount", account.text("name"), account.textOr("namespace", "")});
    if (tls.unauthenticatedTls && !(tls.identities.empty() && tls.serviceAccounts.empty()))
        reader.problem(
            "unauthenticatedTLS",
            "found true beside identities or serviceAccounts; expected one or the other");
    return tls;
}

} // namespace

Spec readServerAuthorization(FieldReader& root) {
    auto spec = root.object("spec");
    ServerAuthorization authorization;
    {
        auto server = spec.object("server");
        authorization.serverName = server.textOr("name", "");
        if (auto selector = server.objectOr("selector"))
            authorization.serverSelector = readSelector(std::move(*selector));
        if (authorization.serverName.empty() != authorization.serverSelector.has_value())
            server.problem(
                "", std::string(authorization.serverSelector ? "found both" : "found neither")
                        + " name and selector; expected exactly one");
    }
    auto client = spec.object("client");
    authorization.networks = readNetworks(client);
    authorization.unauthenticated = client.flagOr("unauthenticated", false);
    if (auto tls = client.objectOr("meshTLS"))
        authorization.meshTls = readClientTls(std::move(*tls));
    if (authorization.unauthenticated && authorization.meshTls)
        client.problem("unauthenticated", "found true beside meshTLS; expected one or the other");
    return authorization;
}

} // namespace causeway::resource
