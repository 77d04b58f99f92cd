// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {
namespace {

void addSelector(Node& node, std::string name, const std::optional<LabelSelector>& selector) {
    if (selector)
        node.add(std::move(name), write(*selector));
}

} // namespace

Node write(const ServicePort& port) {
    Node node = mapping();
    addText(node, "name", port.name);
    node.add("port", number(port.port));
    if (port.targetPort != PortRef{port.port, {}})
        node.add("targetPort", write(port.targetPort));
    addText(node, "appProtocol", port.appProtocol);
    return node;
}

Node write(const WorkloadPort& port) {
    Node node = mapping();
    addText(node, "name", port.name);
    node.add("port", number(port.port));
    return node;
}

Node write(const ProbeSpec& probe) {
    Node node = mapping();
    node.add("failureThreshold", Node::text(std::to_string(probe.failureThreshold)));
    node.add("path", Node::text(probe.path));
    node.add("port", Node::text(std::to_string(probe.port)));
    node.add("period", Node::text(serializeDuration(probe.period)));
    node.add("timeout", Node::text(serializeDuration(probe.timeout)));
    return node;
}

Node write(const FleetCluster& cluster) {
    Node node = mapping();
    node.add("name", Node::text(cluster.name));
    addText(node, "cloud", cluster.cloud);
    addText(node, "region", cluster.region);
    if (cluster.production)
        node.add("production", flag(true));
    node.add("admin", Node::text(cluster.admin));
    return node;
}

Node write(const PortRef& port) {
    return port.name.empty() ? number(port.number) : Node::text(port.name);
}

Node write(const Service& spec) {
    Node node = mapping();
    addMap(node, "selector", spec.selector);
    addList(node, "clusterIPs", spec.clusterIps);
    addList(node, "ports", spec.ports);
    return node;
}

Node write(const ExternalWorkload& spec) {
    Node tls = mapping();
    tls.add("identity", Node::text(spec.identity));
    tls.add("serverName", Node::text(spec.serverName));
    Node node = mapping();
    node.add("meshTLS", std::move(tls));
    addList(node, "ports", spec.ports);
    Node ips;
    ips.kind = Node::Kind::Sequence;
    for (const auto& ip : spec.workloadIps)
        ips.items.push_back(mapping().add("ip", Node::text(ip)));
    if (!ips.items.empty())
        node.add("workloadIPs", std::move(ips));
    return node;
}

Node write(const Link& spec) {
    Node node = mapping();
    node.add("targetClusterName", Node::text(spec.targetClusterName));
    node.add("targetClusterDomain", Node::text(spec.targetClusterDomain));
    addText(node, "targetClusterLinkerdNamespace", spec.targetClusterLinkerdNamespace);
    addText(node, "clusterCredentialsSecret", spec.clusterCredentialsSecret);
    node.add("gatewayAddress", Node::text(spec.gatewayAddress));
    node.add("gatewayPort", Node::text(std::to_string(spec.gatewayPort)));
    node.add("gatewayIdentity", Node::text(spec.gatewayIdentity));
    if (spec.probe)
        node.add("probeSpec", write(*spec.probe));
    addSelector(node, "selector", spec.selector);
    addSelector(node, "remoteDiscoverySelector", spec.remoteDiscoverySelector);
    addSelector(node, "federatedServiceSelector", spec.federatedServiceSelector);
    addList(node, "excludedLabels", spec.excludedLabels);
    addList(node, "excludedAnnotations", spec.excludedAnnotations);
    return node;
}

Node write(const Cluster& spec) {
    Node node = mapping();
    addText(node, "fleet", spec.fleet);
    addText(node, "cloud", spec.cloud);
    addText(node, "region", spec.region);
    node.add("clusterDomain", Node::text(spec.clusterDomain));
    node.add("trustDomain", Node::text(spec.trustDomain));
    node.add("production", flag(spec.production));
    node.add("defaultInboundPolicy", Node::text(spec.defaultInboundPolicy));
    addList(node, "clusterNetworks", spec.clusterNetworks);
    addList(node, "probeNetworks", spec.probeNetworks);
    if (spec.linkerdCompatible)
        node.add("compat", Node::text("linkerd"));
    if (spec.fourEyes)
        node.add("fourEyes", flag(true));
    return node;
}

Node write(const Gateway& spec) {
    Node node = mapping();
    if (spec.maxRequestsPerConnection > 0)
        node.add("maxRequestsPerConnection", number(spec.maxRequestsPerConnection));
    return node;
}

Node write(const Fleet& spec) {
    Node client = mapping();
    client.add("certificate", Node::text(spec.clientCertificate));
    client.add("key", Node::text(spec.clientKey));
    Node node = mapping();
    node.add("trustDomain", Node::text(spec.trustDomain));
    node.add("trustAnchors", Node::text(spec.trustAnchors));
    node.add("client", std::move(client));
    addList(node, "clusters", spec.clusters);
    return node;
}

} // namespace causeway::resource
