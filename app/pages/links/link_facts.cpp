// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_facts.h"

#include <map>

namespace causeway::app::pages {

using causeway::link::CertificateFact;
using causeway::link::ClusterInventory;
using causeway::link::FleetFacts;
using causeway::link::LinkProbes;

namespace {

std::optional<CertificateFact::Kind> kindOf(domain::CertificateKind kind) {
    switch (kind) {
    case domain::CertificateKind::TrustAnchor:
        return CertificateFact::Kind::Anchor;
    case domain::CertificateKind::Issuer:
        return CertificateFact::Kind::Issuer;
    case domain::CertificateKind::Leaf:
        return CertificateFact::Kind::Leaf;
    case domain::CertificateKind::ControlPlane: // no request of a workload meets it
        break;
    }
    return std::nullopt;
}

void addCertificates(ClusterInventory& inventory, const store::Inventory& all,
                     const QString& cluster) {
    for (const auto& [key, certificate] : all.certificates())
        if (const auto kind = kindOf(certificate.kind); kind && key.first == cluster)
            inventory.certificates.push_back(
                {*kind, certificate.subject.toStdString(), certificate.instance.toStdString(),
                 certificate.fingerprint.toStdString(), certificate.notBefore,
                 certificate.notAfter});
}

void addServices(ClusterInventory& inventory, const store::Inventory& all,
                 const QString& cluster) {
    for (const auto& [ref, service] : all.services())
        if (ref.cluster == cluster)
            inventory.services.push_back(
                {ref.shortName().toStdString(), std::uint32_t(service.readyEndpoints),
                 std::uint32_t(service.endpoints),
                 service.mirrorOf ? service.mirrorOf->qualifiedName().toStdString()
                                  : std::string(),
                 service.exported, service.squad().toStdString()});
}

void addLinks(ClusterInventory& inventory, const store::Inventory& all, const QString& cluster) {
    for (const auto& [ref, link] : all.links()) {
        if (ref.from != cluster)
            continue;
        auto& fact = inventory.links.emplace_back();
        fact.to = ref.to.toStdString();
        fact.gatewayAddress = link.gatewayAddress.toStdString();
        fact.gatewayIdentity = link.gatewayIdentity.toStdString();
        for (const QString& service : link.services)
            fact.services.push_back(service.toStdString());
    }
}

ClusterInventory inventoryOf(const store::Inventory& all, const QString& cluster) {
    ClusterInventory inventory;
    inventory.cluster = cluster.toStdString();
    for (const auto& [key, proxy] : all.proxies())
        if (key.first == cluster)
            inventory.proxies.push_back({.instance = proxy.instance.toStdString(),
                                         .workload = proxy.workload.name.toStdString(),
                                         .identity = proxy.identity.toStdString(),
                                         .isGateway = proxy.mode == domain::ProxyMode::Gateway,
                                         .isConnected = proxy.connected,
                                         .isDraining = proxy.draining,
                                         .refusal = proxy.lastNack.toStdString()});
    addCertificates(inventory, all, cluster);
    addServices(inventory, all, cluster);
    addLinks(inventory, all, cluster);
    return inventory;
}

} // namespace

std::vector<LinkProbes> probesOf(const store::Store& store, const domain::TimeRange& window) {
    const store::ProbeLog& log = store.probes(window.end);
    std::map<std::string, LinkProbes> byLink;
    for (auto& sample : log.over(window))
        byLink[sample.link].now.push_back(std::move(sample));
    const auto before = domain::TimeRange::endingAt(window.begin, store::Ledger::kBaseline);
    for (auto& sample : log.over(before))
        byLink[sample.link].usual.push_back(std::move(sample));
    for (auto& sample : store.connections().over(window))
        if (sample.leg == domain::Leg::Wire && byLink.contains(sample.link))
            byLink[sample.link].connectionsNow = std::move(sample);
    for (auto& sample : store.connections().over(before))
        if (sample.leg == domain::Leg::Wire && byLink.contains(sample.link))
            byLink[sample.link].connectionsUsual = std::move(sample);
    std::vector<LinkProbes> probes;
    for (auto& [name, each] : byLink) {
        each.link = name;
        probes.push_back(std::move(each));
    }
    return probes;
}

FleetFacts factsOf(const store::Store& store, const domain::TimeRange& window) {
    FleetFacts facts;
    facts.now = window.end;
    facts.window = std::chrono::ceil<std::chrono::seconds>(window.span());
    const store::Inventory& all = store.inventory(window.end);
    for (const domain::Cluster& cluster : store.fleet().clusters)
        if (store.source(cluster.name, window.end).fresh())
            facts.clusters.push_back(inventoryOf(all, cluster.name));
    facts.probes = probesOf(store, window);
    return facts;
}

} // namespace causeway::app::pages
