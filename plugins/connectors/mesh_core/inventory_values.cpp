// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/mesh_core/inventory_values.h"

#include "connectors/mesh_core/basic_values.h"

#include <algorithm>
#include <iterator>

namespace causeway::app::mesh_core {

namespace {

domain::Cluster toValue(const client::Cluster& from) {
    domain::Cluster cluster;
    cluster.name = toText(from.name);
    cluster.cloud = toText(from.cloud);
    cluster.region = toText(from.region);
    cluster.production = from.production;
    cluster.version = toText(from.version);
    return cluster;
}

domain::Service toValue(const client::Service& from, const QString& cluster) {
    domain::Service service;
    service.ref = {toText(from.name), toText(from.namespace_), cluster};
    for (const auto& [key, value] : from.labels)
        service.labels.insert(toText(key), toText(value));
    for (const client::ServicePort& port : from.ports)
        service.ports.push_back(
            {toText(port.name), int(port.port), int(port.targetPort), toProtocol(port.protocol)});
    service.readyEndpoints = int(from.readyEndpoints);
    service.endpoints = int(from.endpoints);
    if (!from.mirrorOf.empty())
        service.mirrorOf = domain::Ref::parse(toText(from.mirrorOf));
    service.exported = from.exported;
    return service;
}

domain::Proxy toValue(const client::Proxy& from, const QString& cluster) {
    domain::Proxy proxy;
    proxy.workload = {toText(from.instance.workload), toText(from.instance.namespace_), cluster};
    proxy.instance = toText(from.instance.instance);
    proxy.mode = from.instance.mode == ::causeway::ProxyMode::Gateway ? domain::ProxyMode::Gateway
                                                                      : domain::ProxyMode::Sidecar;
    proxy.identity = toText(from.instance.identity);
    proxy.address = toText(from.address);
    proxy.version = toText(from.instance.version);
    proxy.connected = from.connected;
    if (from.lastSeen)
        proxy.lastSeen = toInstant(*from.lastSeen);
    proxy.configAcked = from.configAcked;
    proxy.configSent = from.configSent;
    proxy.lastNack = toText(from.lastNack);
    if (from.stats) {
        proxy.draining = from.stats->draining;
        proxy.residentBytes = from.stats->residentBytes;
        proxy.cpuSeconds = from.stats->cpuSeconds;
    }
    return proxy;
}

domain::CertificateKind toKind(client::CertificateKind kind) {
    switch (kind) {
    case client::CertificateKind::TrustAnchor:
        return domain::CertificateKind::TrustAnchor;
    case client::CertificateKind::Issuer:
        return domain::CertificateKind::Issuer;
    case client::CertificateKind::Control:
        return domain::CertificateKind::ControlPlane;
    case client::CertificateKind::Leaf:
        break;
    }
    return domain::CertificateKind::Leaf;
}

domain::Certificate toValue(const client::Certificate& from, const QString& cluster) {
    domain::Certificate certificate;
    certificate.cluster = cluster;
    certificate.kind = toKind(from.kind);
    certificate.subject = toText(from.subject);
    certificate.issuer = toText(from.issuer);
    certificate.serial = toText(from.serial);
    certificate.notBefore = toInstant(from.notBefore);
    certificate.notAfter = toInstant(from.notAfter);
    certificate.workload = toText(from.workload);
    certificate.instance = toText(from.instance);
    certificate.fingerprint = toText(from.fingerprintSha256);
    return certificate;
}

domain::Link toValue(const client::Link& from, const QString&) {
    domain::Link link;
    link.ref = {toText(from.from), toText(from.to)};
    link.gatewayAddress = toText(from.gatewayAddress);
    link.gatewayPort = int(from.gatewayPort);
    link.gatewayIdentity = toText(from.gatewayIdentity);
    for (const std::string& service : from.services)
        link.services.append(toText(service));
    return link;
}

domain::Event toValue(const client::Event& from, const QString& cluster) {
    domain::Event event;
    event.id = toText(from.id);
    event.cluster = cluster;
    event.at = toInstant(from.at);
    switch (from.severity) {
    case client::Severity::Info:
        event.severity = domain::Severity::Info;
        break;
    case client::Severity::Warning:
        event.severity = domain::Severity::Warning;
        break;
    case client::Severity::Error:
        event.severity = domain::Severity::Error;
        break;
    }
    event.kind = toText(from.kind);
    event.subject = toText(from.subject);
    event.message = toText(from.message);
    return event;
}

std::optional<sdk::Removed> toValue(const client::Removed& from) {
    const QString name = toText(from.name);
    if (from.kind == "service")
        return sdk::Removed{sdk::RemovedKind::Service, name};
    if (from.kind == "proxy")
        return sdk::Removed{sdk::RemovedKind::Proxy, name};
    if (from.kind == "certificate")
        return sdk::Removed{sdk::RemovedKind::Certificate, name};
    if (from.kind == "link")
        return sdk::Removed{sdk::RemovedKind::Link, name};
    return std::nullopt; // a kind that a newer control plane has and we do not show
}

sdk::Snapshot toSnapshot(const client::Inventory& from, const QString& cluster) {
    sdk::Snapshot snapshot;
    snapshot.cluster = toValue(from.cluster);
    const auto all = [&](const auto& values, auto& into) {
        std::ranges::transform(values, std::back_inserter(into),
                               [&](const auto& value) { return toValue(value, cluster); });
    };
    all(from.services, snapshot.services);
    all(from.proxies, snapshot.proxies);
    all(from.certificates, snapshot.certificates);
    all(from.links, snapshot.links);
    all(from.events, snapshot.events);
    return snapshot;
}

} // namespace

sdk::Updates toUpdates(const client::InventoryUpdate& update, const QString& cluster) {
    sdk::Updates updates;
    std::visit(
        [&]<typename Update>(const Update& value) {
            if constexpr (std::is_same_v<Update, client::Inventory>) {
                updates.snapshot = toSnapshot(value, cluster);
            } else if constexpr (std::is_same_v<Update, client::Removed>) {
                if (auto removed = toValue(value))
                    updates.changes.emplace_back(std::move(*removed));
            } else {
                updates.changes.emplace_back(toValue(value, cluster));
            }
        },
        update);
    return updates;
}

sdk::Object toObject(const client::StoredObject& object) {
    return {{toText(object.object.group), {}, toText(object.object.kind)},
            toText(object.object.namespace_),
            toText(object.object.name),
            toText(object.resourceVersion),
            toText(object.yaml)};
}

sdk::AppliedObject toAppliedObject(const client::AppliedObject& object) {
    return {{toText(object.object.group), {}, toText(object.object.kind)},
            toText(object.object.namespace_),
            toText(object.object.name),
            toText(object.resourceVersion),
            toText(object.result)};
}

} // namespace causeway::app::mesh_core
