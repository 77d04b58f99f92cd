// SPDX-License-Identifier: GPL-3.0-or-later
// What a cluster has besides numbers: services, proxies, certificates, links. Plain values, equal
// when nothing a person could see has changed.
#pragma once

#include "domain/instant.h"
#include "domain/ref.h"

#include <QMap>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace causeway::app::domain {

enum class Protocol { Unknown, Http1, Http2, Grpc, Opaque, Tls };
// "HTTP/1.1", "gRPC": a proper name, the same in every language.
[[nodiscard]] QString name(Protocol protocol);

struct ServicePort {
    QString name;
    int port = 0;
    int targetPort = 0;
    Protocol protocol = Protocol::Unknown;
    bool operator==(const ServicePort&) const = default;
};

struct Service {
    ServiceRef ref;
    QMap<QString, QString> labels; // "squad", …
    std::vector<ServicePort> ports;
    int readyEndpoints = 0;
    int endpoints = 0;
    std::optional<ServiceRef> mirrorOf;
    bool exported = false;

    [[nodiscard]] QString squad() const { return labels.value(QStringLiteral("squad")); }
    bool operator==(const Service&) const = default;
};

enum class ProxyMode { Sidecar, Gateway };

struct Proxy {
    WorkloadRef workload;
    QString instance; // unique in its cluster: "ledger-1"
    ProxyMode mode = ProxyMode::Sidecar;
    QString identity;
    QString address;
    QString version;
    bool connected = false;
    bool draining = false;
    Instant lastSeen{};
    std::uint64_t configAcked = 0;
    std::uint64_t configSent = 0;
    QString lastNack; // why it refused its configuration; empty: it did not
    std::optional<std::uint64_t> residentBytes;
    std::optional<double> cpuSeconds;
    bool operator==(const Proxy&) const = default;
};

enum class CertificateKind { TrustAnchor, Issuer, Leaf, ControlPlane };

struct Certificate {
    QString cluster;
    CertificateKind kind = CertificateKind::Leaf;
    QString subject;
    QString issuer;
    QString serial; // lower-case hex
    Instant notBefore{};
    Instant notAfter{};
    QString workload;
    QString instance;
    QString fingerprint; // SHA-256, lower-case hex

    // The share of its life that is over: below 0 not yet valid, above 1 expired.
    [[nodiscard]] double lifeSpent(Instant now) const;
    bool operator==(const Certificate&) const = default;
};

struct Link {
    LinkRef ref;
    QString gatewayAddress;
    int gatewayPort = 0;
    QString gatewayIdentity;
    QStringList services; // mirrored over it, "ledger.bank"
    bool operator==(const Link&) const = default;
};

} // namespace causeway::app::domain
