// SPDX-License-Identifier: Apache-2.0
// What a control plane knows of its cluster, as far as links are concerned: gateways, certificates,
// services, links. Values; pure.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::link {

struct ProxyFact {
    std::string instance; // "ledger-1"
    std::string workload; // "ledger"
    std::string identity; // spiffe://…
    bool isGateway = false;
    bool isConnected = false;
    bool isDraining = false;
    std::string refusal; // why it did not take its configuration; empty: it took it
};

struct CertificateFact {
    enum class Kind : std::uint8_t { Anchor, Issuer, Leaf };
    Kind kind = Kind::Leaf;
    std::string subject;
    std::string instance;    // of a leaf
    std::string fingerprint; // SHA-256
    WallTime notBefore{};
    WallTime notAfter{};
};

struct ServiceFact {
    std::string service; // "ledger.bank"; of a mirror "ledger-gcp.bank"
    std::uint32_t ready = 0;
    std::uint32_t endpoints = 0;
    std::string mirrorOf; // "ledger.bank@gcp"; empty: the cluster's own
    bool isExported = false;
    std::string squad; // its label "squad", else "team"; empty: none
};

// A link as the cluster that it begins in declares it.
struct LinkFact {
    std::string to;
    std::string gatewayAddress;
    std::string gatewayIdentity;
    std::vector<std::string> services; // of the other cluster that it mirrors: "ledger.bank"
};

struct ClusterInventory {
    std::string cluster;
    std::vector<ProxyFact> proxies;
    std::vector<CertificateFact> certificates;
    std::vector<ServiceFact> services;
    std::vector<LinkFact> links;

    // Null when there is none.
    [[nodiscard]] const LinkFact* linkTo(const std::string& other) const;
    [[nodiscard]] const ProxyFact* proxy(const std::string& instance) const;
    // The cluster's own, not a mirror.
    [[nodiscard]] const ServiceFact* service(const std::string& name) const;
};

} // namespace causeway::link
