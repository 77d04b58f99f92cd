// SPDX-License-Identifier: Apache-2.0
#include "rules/authorizations.h"

#include "base/workload_identity.h"

namespace causeway::rules {

// A reference to an account names it in the whole trust domain, as Linkerd's identities do: an
// account of that name in another cluster of the fleet is the same one.
std::string accountIdentity(const ObjectSet& objects, std::string_view namespace_,
                            std::string_view account) {
    const auto& trustDomain = objects.cluster().trustDomain;
    return WorkloadIdentity{trustDomain, {}, std::string(namespace_), std::string(account)}
        .dnsName();
}

namespace {

using resource::AuthorizationPolicy;
using resource::MeshTlsAuthentication;
using resource::NetworkAuthentication;
using resource::Object;
using resource::Reference;
using resource::ServerAuthorization;

void addIdentity(policy::MeshTls& tls, const std::string& identity) {
    if (identity == "*")
        tls.anyIdentity = true;
    else if (identity.starts_with("*."))
        tls.suffixes.push_back(identity.substr(1));
    else
        tls.identities.push_back(identity);
}

policy::MeshTls meshTls(const ObjectSet& objects, const Object& object) {
    policy::MeshTls tls;
    const auto& authentication = *object.as<MeshTlsAuthentication>();
    for (const auto& identity : authentication.identities)
        addIdentity(tls, identity);
    for (const auto& reference : authentication.identityRefs) {
        const auto& own = object.metadata.namespace_;
        if (reference.kind == "Namespace")
            addIdentity(tls, "*" + accountIdentity(objects, reference.name, ""));
        else
            addIdentity(tls, accountIdentity(
                                 objects, reference.namespace_.empty() ? own : reference.namespace_,
                                 reference.name));
    }
    return tls;
}

std::vector<policy::NetworkRange> networkRanges(const std::vector<resource::Network>& networks) {
    std::vector<policy::NetworkRange> ranges;
    for (const auto& network : networks)
        ranges.push_back({network.cidr, network.except});
    return ranges;
}

// All references must hold; false when one points at nothing.
bool addRequirement(const ObjectSet& objects, const Reference& reference,
                    const std::string& policyNamespace, policy::Authorization& authorization) {
    const auto& namespace_ = reference.namespace_.empty() ? policyNamespace : reference.namespace_;
    if (reference.kind == "ServiceAccount") {
        policy::MeshTls tls;
        addIdentity(tls, accountIdentity(objects, namespace_, reference.name));
        authorization.authentication = std::move(tls);
        return true;
    }
    const auto* object = objects.find(reference.kind, namespace_, reference.name);
    if (!object)
        return false;
    if (object->as<MeshTlsAuthentication>())
        authorization.authentication = meshTls(objects, *object);
    else if (const auto* networks = object->as<NetworkAuthentication>())
        authorization.networks = networkRanges(networks->networks);
    else
        return false;
    return true;
}

std::optional<policy::Authorization> authorizationOf(const ObjectSet& objects,
                                                     const Object& object) {
    policy::Authorization authorization;
    authorization.object = object.ref();
    authorization.networks = {{"0.0.0.0/0", {}}, {"::/0", {}}};
    for (const auto& reference : object.as<AuthorizationPolicy>()->requiredAuthentications)
        if (!addRequirement(objects, reference, object.metadata.namespace_, authorization))
            return std::nullopt;
    return authorization;
}

std::vector<policy::Authorization> authorizationsOf(const ObjectSet& objects,
                                                    const ObjectSet::Objects& policies,
                                                    std::string_view targetGroup) {
    std::vector<policy::Authorization> list;
    for (const auto* object : policies) {
        const auto& group = object->as<AuthorizationPolicy>()->target.group;
        if (group != targetGroup)
            continue;
        if (auto authorization = authorizationOf(objects, *object))
            list.push_back(std::move(*authorization));
    }
    return list;
}

bool names(const ServerAuthorization& authorization, const Object& server) {
    return authorization.serverSelector
               ? authorization.serverSelector->matches(server.metadata.labels)
               : authorization.serverName == server.metadata.name;
}

std::optional<policy::Authorization> authorizationOf(const ObjectSet& objects, const Object& object,
                                                     const ServerAuthorization& spec) {
    policy::Authorization authorization;
    authorization.object = object.ref();
    authorization.networks = networkRanges(spec.networks);
    if (authorization.networks.empty())
        authorization.networks = policy::clusterRanges(objects.cluster().clusterNetworks);
    if (spec.unauthenticated)
        return authorization;
    if (!spec.meshTls)
        return std::nullopt;
    policy::MeshTls tls;
    // Whoever speaks TLS to us has shown a certificate.
    tls.anyIdentity = spec.meshTls->unauthenticatedTls;
    for (const auto& identity : spec.meshTls->identities)
        addIdentity(tls, identity);
    for (const auto& account : spec.meshTls->serviceAccounts) {
        const auto& own = object.metadata.namespace_;
        addIdentity(tls,
                    accountIdentity(objects, account.namespace_.empty() ? own : account.namespace_,
                                    account.name));
    }
    authorization.authentication = std::move(tls);
    return authorization;
}

} // namespace

std::vector<policy::Authorization> authorizationsFor(const ObjectSet& objects,
                                                     const Object& target) {
    return authorizationsOf(
        objects,
        objects.policiesFor(target.metadata.namespace_, target.kind(), target.metadata.name),
        target.group());
}

std::vector<policy::Authorization> namespaceAuthorizations(const ObjectSet& objects,
                                                           const std::string& namespace_) {
    return authorizationsOf(objects, objects.policiesFor(namespace_, "Namespace", namespace_), "");
}

std::vector<policy::Authorization> serverAuthorizations(const ObjectSet& objects,
                                                        const Object& server) {
    std::vector<policy::Authorization> list;
    for (const auto* object : objects.of("ServerAuthorization", server.metadata.namespace_)) {
        const auto& spec = *object->as<ServerAuthorization>();
        if (!names(spec, server))
            continue;
        if (auto authorization = authorizationOf(objects, *object, spec))
            list.push_back(std::move(*authorization));
    }
    return list;
}

const Reference* danglingReference(const ObjectSet& objects, const Object& policy) {
    policy::Authorization unused;
    for (const auto& reference : policy.as<AuthorizationPolicy>()->requiredAuthentications)
        if (!addRequirement(objects, reference, policy.metadata.namespace_, unused))
            return &reference;
    return nullptr;
}

} // namespace causeway::rules
