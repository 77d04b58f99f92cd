// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/endpoints.h"

#include "base/workload_identity.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::uint16_t kInboundPort = 4143;
constexpr std::uint16_t kEgressPort = 4145;
constexpr std::string_view kEgressPortName = "egress";
constexpr std::string_view kDnsMark = ".serviceaccount.identity.";

std::string addressOf(std::string_view ip, std::uint16_t port) {
    const bool v6 = ip.find(':') != std::string_view::npos;
    return (v6 ? "[" + std::string(ip) + "]" : std::string(ip)) + ":" + std::to_string(port);
}

balance::TlsIdentity tlsOf(const std::string& spiffeId, const std::string& serverName) {
    const auto identity = WorkloadIdentity::parse(spiffeId);
    return {.spiffeId = spiffeId,
            .serverName = serverName.empty() && identity ? identity->dnsName() : serverName};
}

void sortByAddress(balance::Endpoints& endpoints) {
    std::ranges::sort(endpoints.endpoints, {}, &balance::Endpoint::address);
}

std::uint16_t egressPort(const resource::ExternalWorkload& gateway) {
    for (const resource::WorkloadPort& port : gateway.ports)
        if (port.name == kEgressPortName)
            return port.port;
    return kEgressPort;
}

// The cluster's own gateways, for a sidecar whose request leaves over `link`.
balance::Endpoints ownGateways(const World& world, const std::string& link) {
    balance::Endpoints found{.endpoints = {}, .exists = true};
    const auto& objects = world.objects->set();
    const std::string identity = gatewayIdentity(objects);
    for (const resource::Object* object : objects.of("ExternalWorkload")) {
        const auto* workload = object->as<resource::ExternalWorkload>();
        if (workload->identity != identity || workload->workloadIps.empty())
            continue;
        const std::string& instance = object->metadata.name;
        if (!world.ready.contains(object->metadata.namespace_ + "/" + instance))
            continue;
        balance::Endpoint& gateway = found.endpoints.emplace_back();
        gateway.address = addressOf(workload->workloadIps.front(), egressPort(*workload));
        gateway.tls = tlsOf(identity, workload->serverName);
        gateway.instance = instance;
        gateway.gateway = true;
        gateway.link = link;
    }
    sortByAddress(found);
    return found;
}

Result<balance::Endpoints> localEndpoints(const World& world, const Destination& destination) {
    const auto& objects = world.objects->set();
    const resource::Object* declared =
        objects.find("Service", destination.namespace_, destination.service);
    const std::string name = destination.service + "." + destination.namespace_;
    if (!declared)
        return fail(ErrorKind::NotFound,
                    "no service " + name + " is declared in cluster " + objects.clusterName());
    const auto& service = *declared->as<resource::Service>();
    if (std::ranges::none_of(service.ports,
                             [&](const auto& port) { return port.port == destination.port; }))
        return fail(ErrorKind::NotFound,
                    "service " + name + " has no port " + std::to_string(destination.port));
    balance::Endpoints found{.endpoints = {}, .exists = true};
    for (const resource::Object* object :
         objects.of("ExternalWorkload", destination.namespace_)) {
        const auto* workload = object->as<resource::ExternalWorkload>();
        if (workload->workloadIps.empty() || !rules::selects(*declared, *object))
            continue;
        const auto ready =
            world.ready.find(object->metadata.namespace_ + "/" + object->metadata.name);
        if (ready == world.ready.end())
            continue;
        balance::Endpoint& sidecar = found.endpoints.emplace_back();
        sidecar.address = addressOf(workload->workloadIps.front(), kInboundPort);
        sidecar.tls = tlsOf(workload->identity, workload->serverName);
        sidecar.workload = ready->second;
        sidecar.instance = object->metadata.name;
        sidecar.zone = rules::zoneOf(*object);
        if (rules::keepsZone(*declared) && !sidecar.zone.empty())
            sidecar.forZones = {sidecar.zone};
    }
    sortByAddress(found);
    return found;
}

} // namespace

std::string gatewayIdentity(const rules::ObjectSet& objects) {
    return WorkloadIdentity{.trustDomain = objects.cluster().trustDomain,
                            .cluster = objects.clusterName(),
                            .namespace_ = "causeway",
                            .account = "gateway"}
        .spiffeId();
}

std::string gatewayIdentity(const resource::Link& link) {
    if (WorkloadIdentity::parse(link.gatewayIdentity))
        return link.gatewayIdentity;
    // gateway.causeway.serviceaccount.identity.causeway.talk.mesh
    const std::string_view name = link.gatewayIdentity;
    const auto mark = name.find(kDnsMark);
    const auto dot = name.find('.');
    if (mark == std::string_view::npos || dot >= mark)
        return {};
    const auto domain = name.find('.', mark + kDnsMark.size());
    if (domain == std::string_view::npos)
        return {};
    return WorkloadIdentity{.trustDomain = std::string(name.substr(domain + 1)),
                            .cluster = link.targetClusterName,
                            .namespace_ = std::string(name.substr(dot + 1, mark - dot - 1)),
                            .account = std::string(name.substr(0, dot))}
        .spiffeId();
}

balance::Endpoints linkedGateways(const resource::Link& link, const std::string& name) {
    balance::Endpoints found{.endpoints = {}, .exists = true};
    std::string_view rest = link.gatewayAddress;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        std::string_view address = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        while (address.starts_with(' '))
            address.remove_prefix(1);
        if (address.empty())
            continue;
        balance::Endpoint& gateway = found.endpoints.emplace_back();
        gateway.address = addressOf(address, link.gatewayPort);
        gateway.tls = tlsOf(gatewayIdentity(link), {});
        gateway.gateway = true;
        gateway.link = name;
    }
    sortByAddress(found);
    return found;
}

const resource::Link* findLink(const rules::ObjectSet& objects, const Destination& destination) {
    for (const resource::Object* object : objects.of("Link")) {
        const auto* link = object->as<resource::Link>();
        if (link->targetClusterDomain != destination.domain)
            continue;
        if (destination.link.empty()
            || destination.link == objects.clusterName() + ":" + link->targetClusterName)
            return link;
    }
    return nullptr;
}

Result<balance::Endpoints> endpointsFor(const World& world, ProxyMode subscriber,
                                        const Destination& destination) {
    const auto& objects = world.objects->set();
    if (destination.link.empty() && destination.domain == world.objects->domain())
        return localEndpoints(world, destination);
    const resource::Link* link = findLink(objects, destination);
    if (!link)
        return fail(ErrorKind::NotFound,
                    "cluster " + objects.clusterName() + " has no link to " + destination.domain
                        + (destination.link.empty() ? "" : " named " + destination.link));
    const std::string name = objects.clusterName() + ":" + link->targetClusterName;
    return subscriber == ProxyMode::Sidecar ? ownGateways(world, name)
                                            : linkedGateways(*link, name);
}

} // namespace causeway::control
