// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {

Node write(const Network& network) {
    Node node = mapping();
    node.add("cidr", Node::text(network.cidr));
    addList(node, "except", network.except);
    return node;
}

Node write(const Reference& reference) {
    Node node = mapping();
    addText(node, "group", reference.group);
    node.add("kind", Node::text(reference.kind));
    node.add("name", Node::text(reference.name));
    addText(node, "namespace", reference.namespace_);
    return node;
}

Node write(const Server& spec) {
    Node node = mapping();
    if (spec.podSelector)
        node.add("podSelector", write(*spec.podSelector));
    if (spec.externalWorkloadSelector)
        node.add("externalWorkloadSelector", write(*spec.externalWorkloadSelector));
    node.add("port", write(spec.port));
    node.add("proxyProtocol", Node::text(spec.proxyProtocol));
    node.add("accessPolicy", Node::text(spec.accessPolicy));
    return node;
}

Node write(const AuthorizationPolicy& spec) {
    Node node = mapping();
    node.add("targetRef", write(spec.target));
    // Also when empty: that authorizes everybody and must be said.
    node.add("requiredAuthenticationRefs", writeList(spec.requiredAuthentications));
    return node;
}

Node write(const MeshTlsAuthentication& spec) {
    Node node = mapping();
    addList(node, "identities", spec.identities);
    addList(node, "identityRefs", spec.identityRefs);
    return node;
}

Node write(const NetworkAuthentication& spec) {
    return mapping().add("networks", writeList(spec.networks));
}

namespace {

Node writeTls(const ClientMeshTls& tls) {
    Node node = mapping();
    if (tls.unauthenticatedTls)
        node.add("unauthenticatedTLS", flag(true));
    addList(node, "identities", tls.identities);
    Node accounts;
    accounts.kind = Node::Kind::Sequence;
    for (const auto& account : tls.serviceAccounts) {
        Node item = mapping();
        item.add("name", Node::text(account.name));
        addText(item, "namespace", account.namespace_);
        accounts.items.push_back(std::move(item));
    }
    if (!accounts.items.empty())
        node.add("serviceAccounts", std::move(accounts));
    return node;
}

Node writeRate(std::uint32_t requestsPerSecond) {
    return mapping().add("requestsPerSecond", number(requestsPerSecond));
}

} // namespace

Node write(const ServerAuthorization& spec) {
    Node server = mapping();
    addText(server, "name", spec.serverName);
    if (spec.serverSelector)
        server.add("selector", write(*spec.serverSelector));
    Node client = mapping();
    addList(client, "networks", spec.networks);
    if (spec.unauthenticated)
        client.add("unauthenticated", flag(true));
    if (spec.meshTls)
        client.add("meshTLS", writeTls(*spec.meshTls));
    return mapping().add("server", std::move(server)).add("client", std::move(client));
}

Node write(const RateOverride& rate) {
    return writeRate(rate.requestsPerSecond).add("clientRefs", writeList(rate.clients));
}

Node write(const HttpLocalRateLimitPolicy& spec) {
    Node node = mapping();
    node.add("targetRef", write(spec.target));
    if (spec.total)
        node.add("total", writeRate(*spec.total));
    if (spec.identity)
        node.add("identity", writeRate(*spec.identity));
    addList(node, "overrides", spec.overrides);
    return node;
}

Node write(const EgressNetwork& spec) {
    Node node = mapping();
    addList(node, "networks", spec.networks);
    const bool isAllow = spec.trafficPolicy == TrafficPolicy::Allow;
    node.add("trafficPolicy", Node::text(isAllow ? "Allow" : "Deny"));
    return node;
}

} // namespace causeway::resource
