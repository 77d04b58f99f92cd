// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

#include <charconv>
#include <set>

namespace causeway::resource {
namespace {

// Link's numbers are text in its definition; a number without quotes means the same.
std::int64_t textualNumber(FieldReader& reader, std::string_view name, Bounds bounds,
                           std::int64_t fallback) {
    const auto* value = reader.node(name);
    if (!value)
        return fallback;
    std::int64_t number = 0;
    const auto* end = value->scalar.data() + value->scalar.size();
    const auto [stop, error] = std::from_chars(value->scalar.data(), end, number);
    if (value->kind == Node::Kind::Scalar && error == std::errc() && stop == end
        && bounds.min <= number && number <= bounds.max)
        return number;
    reader.expected(name, "a number from " + std::to_string(bounds.min) + " to "
                              + std::to_string(bounds.max));
    return fallback;
}

ServicePort readServicePort(FieldReader& reader) {
    reader.only("protocol", "TCP");
    reader.ignore({"nodePort"});
    ServicePort port;
    port.name = reader.textOr("name", "");
    port.port = reader.number<std::uint16_t>("port", kPort);
    port.appProtocol = reader.textOr("appProtocol", "");
    port.targetPort =
        reader.has("targetPort") ? readPortRef(reader, "targetPort") : PortRef{port.port, {}};
    reader.ignore({"targetPort"});
    return port;
}

ProbeSpec readProbe(FieldReader reader) {
    ProbeSpec probe;
    constexpr Bounds kThreshold{1, 1000};
    probe.failureThreshold = static_cast<std::uint32_t>(
        textualNumber(reader, "failureThreshold", kThreshold, probe.failureThreshold));
    probe.path = reader.textOr("path", probe.path);
    probe.port = static_cast<std::uint16_t>(textualNumber(reader, "port", kPort, probe.port));
    probe.period = reader.duration("period").value_or(probe.period);
    probe.timeout = reader.duration("timeout").value_or(probe.timeout);
    return probe;
}

std::optional<LabelSelector> readOptionalSelector(FieldReader& reader, std::string_view name) {
    auto selector = reader.objectOr(name);
    if (!selector)
        return std::nullopt;
    return readSelector(std::move(*selector));
}

FleetCluster readFleetCluster(FieldReader& reader) {
    FleetCluster cluster;
    cluster.name = reader.text("name");
    cluster.cloud = reader.textOr("cloud", "");
    cluster.region = reader.textOr("region", "");
    cluster.production = reader.flagOr("production", false);
    cluster.admin = reader.text("admin");
    return cluster;
}

} // namespace

PortRef readPortRef(FieldReader& reader, std::string_view name) {
    const auto* value = reader.node(name);
    const bool isName = value && value->kind == Node::Kind::Scalar
                        && value->scalar.find_first_not_of("0123456789") != std::string::npos;
    if (isName)
        return {0, value->scalar};
    return {reader.number<std::uint16_t>(name, kPort), {}};
}

Spec readService(FieldReader& root) {
    auto spec = root.object("spec");
    // What Kubernetes adds and this mesh has no use for.
    spec.ignore({"type", "ipFamilies", "ipFamilyPolicy",
                 "sessionAffinity", "internalTrafficPolicy", "externalTrafficPolicy",
                 "publishNotReadyAddresses"});
    checkTraffic(root);
    Service service;
    service.selector = spec.textMap("selector");
    for (auto& port : spec.objects("ports"))
        service.ports.push_back(readServicePort(port));
    if (service.ports.empty())
        spec.expected("ports", "at least one port");
    service.clusterIps = spec.texts("clusterIPs");
    const std::string first = spec.textOr("clusterIP", "");
    if (service.clusterIps.empty() && !first.empty())
        service.clusterIps.push_back(first);
    std::erase(service.clusterIps, "None"); // headless
    return service;
}

Spec readExternalWorkload(FieldReader& root) {
    auto spec = root.object("spec");
    ExternalWorkload workload;
    auto tls = spec.object("meshTLS");
    workload.identity = tls.text("identity");
    workload.serverName = tls.text("serverName");
    std::set<std::string> names;
    for (auto& reader : spec.objects("ports")) {
        reader.only("protocol", "TCP");
        WorkloadPort port{reader.textOr("name", ""), reader.number<std::uint16_t>("port", kPort)};
        if (!port.name.empty() && !names.insert(port.name).second)
            reader.expected("name", "a name that no other port has");
        workload.ports.push_back(std::move(port));
    }
    for (auto& ip : spec.objects("workloadIPs"))
        workload.workloadIps.push_back(ip.text("ip"));
    return workload;
}

Spec readLink(FieldReader& root) {
    auto spec = root.object("spec");
    Link link;
    link.targetClusterName = spec.text("targetClusterName");
    link.targetClusterDomain = spec.text("targetClusterDomain");
    link.targetClusterLinkerdNamespace = spec.textOr("targetClusterLinkerdNamespace", "");
    link.clusterCredentialsSecret = spec.textOr("clusterCredentialsSecret", "");
    link.gatewayAddress = spec.text("gatewayAddress");
    link.gatewayPort =
        static_cast<std::uint16_t>(textualNumber(spec, "gatewayPort", kPort, link.gatewayPort));
    link.gatewayIdentity = spec.text("gatewayIdentity");
    if (auto probe = spec.objectOr("probeSpec"))
        link.probe = readProbe(std::move(*probe));
    link.selector = readOptionalSelector(spec, "selector");
    link.remoteDiscoverySelector = readOptionalSelector(spec, "remoteDiscoverySelector");
    link.federatedServiceSelector = readOptionalSelector(spec, "federatedServiceSelector");
    link.excludedLabels = spec.texts("excludedLabels");
    link.excludedAnnotations = spec.texts("excludedAnnotations");
    checkObjectives(root);
    return link;
}

Spec readCluster(FieldReader& root) {
    auto spec = root.object("spec");
    Cluster cluster;
    cluster.fleet = spec.textOr("fleet", "");
    cluster.cloud = spec.textOr("cloud", "");
    cluster.region = spec.textOr("region", "");
    cluster.clusterDomain = spec.text("clusterDomain");
    cluster.trustDomain = spec.text("trustDomain");
    cluster.production = spec.flagOr("production", false);
    cluster.defaultInboundPolicy = spec.oneOf<std::string>(
        "defaultInboundPolicy", {{"all-unauthenticated", "all-unauthenticated"},
                                 {"all-authenticated", "all-authenticated"},
                                 {"cluster-unauthenticated", "cluster-unauthenticated"},
                                 {"cluster-authenticated", "cluster-authenticated"},
                                 {"deny", "deny"},
                                 {"audit", "audit"}});
    cluster.clusterNetworks = spec.texts("clusterNetworks");
    cluster.probeNetworks = spec.texts("probeNetworks");
    checkNetworks(spec, "clusterNetworks", cluster.clusterNetworks);
    checkNetworks(spec, "probeNetworks", cluster.probeNetworks);
    if (spec.has("compat")) {
        spec.only("compat", "linkerd");
        cluster.linkerdCompatible = true;
    }
    cluster.fourEyes = spec.flagOr("fourEyes", false);
    return cluster;
}

Spec readGateway(FieldReader& root) {
    auto spec = root.object("spec");
    constexpr Bounds kRequests{0, 1'000'000'000};
    return Gateway{spec.numberOr<std::uint32_t>("maxRequestsPerConnection", kRequests, 0)};
}

Spec readFleet(FieldReader& root) {
    auto spec = root.object("spec");
    Fleet fleet;
    fleet.trustDomain = spec.text("trustDomain");
    fleet.trustAnchors = spec.text("trustAnchors");
    {
        auto client = spec.object("client");
        fleet.clientCertificate = client.text("certificate");
        fleet.clientKey = client.text("key");
    }
    std::set<std::string> names;
    for (auto& cluster : spec.objects("clusters")) {
        fleet.clusters.push_back(readFleetCluster(cluster));
        if (!names.insert(fleet.clusters.back().name).second)
            cluster.expected("name", "a name that no other cluster has");
    }
    if (fleet.clusters.empty())
        spec.expected("clusters", "at least one cluster");
    return fleet;
}

} // namespace causeway::resource
