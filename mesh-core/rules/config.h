// SPDX-License-Identifier: Apache-2.0
// Configuration of a proxy as plain values: mirrors of config.proto, whose comments say what each
// field means and in which order messages come. Values; pure.
#pragma once

#include "balance/endpoint.h"
#include "base/proxy_instance.h"
#include "policy/rules.h"
#include "route/rules.h"

#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace causeway::rules {

struct ResourceName {
    enum class Kind : std::uint8_t {
        ProxySettings = 1,
        TrustBundle = 2,
        InboundServer = 3,  // name: the workload's port, "8080"
        OutboundRoutes = 4, // name: the authority as the application wrote it
        Endpoints = 5,      // name: destination, "ledger.bank.svc.gcp.mesh:80"
        GatewayExports = 6,
    };
    Kind kind = Kind::ProxySettings;
    std::string name;

    auto operator<=>(const ResourceName&) const = default;
    [[nodiscard]] std::string describe() const; // "endpoints ledger.bank.svc.gcp.mesh:80"
};

struct ServedPort {
    std::string service; // full name
    std::uint16_t port = 0;
    std::uint16_t targetPort = 0;

    bool operator==(const ServedPort&) const = default;
};

struct LinkedGateway {
    std::string link;     // "aws:gcp"
    std::string address;  // TCP for the mesh, UDP for echoes
    std::string identity; // SPIFFE id
    std::string clusterDomain; // "gcp.mesh"; empty: its canary is not called

    bool operator==(const LinkedGateway&) const = default;
};

struct ProxySettings {
    std::vector<ServedPort> servedPorts;
    std::vector<std::string> trustedGateways;
    std::string clusterDomain;
    std::uint32_t maxRequestsPerConnection = 0;
    Duration reportInterval = std::chrono::seconds(1);
    std::string accessLog; // "json", "apache"; empty: none
    std::string zone; // where the workload runs; empty: nowhere in particular
    bool recording = true; // tells what was called
    std::vector<std::string> recordingRedact; // recording/redaction.h
    std::vector<LinkedGateway> linkedGateways; // gateways only: what they probe

    bool operator==(const ProxySettings&) const = default;
};

struct TrustBundle {
    std::string trustDomain;
    std::vector<std::string> anchors; // DER

    bool operator==(const TrustBundle&) const = default;
};

struct Export {
    std::string service; // full name
    std::vector<std::uint16_t> ports;
    std::vector<std::string> clusters; // that may call it; none: every linked one

    bool operator==(const Export&) const = default;
};

struct GatewayExports {
    std::vector<Export> exports;

    bool operator==(const GatewayExports&) const = default;
};

// A whole resource; the alternative fits the kind of its name.
using Resource = std::variant<ProxySettings, TrustBundle, policy::ServerRules,
                              route::OutboundRoutes, balance::Endpoints, GatewayExports>;
[[nodiscard]] ResourceName::Kind kindOf(const Resource& resource);

struct Unchanged {
    bool operator==(const Unchanged&) const = default;
};
struct Absent {
    std::string reason; // a sentence for the error that the application gets
    bool operator==(const Absent&) const = default;
};

struct ConfigUpdate {
    std::uint64_t sequence = 0;
    ResourceName name;
    std::string version;
    std::string checksum; // SHA-256 of the whole resource after the update; empty without one
    std::variant<Unchanged, Absent, Resource, balance::EndpointsDelta> payload;

    bool operator==(const ConfigUpdate&) const = default;
};

struct Held {
    ResourceName name;
    std::string version;

    bool operator==(const Held&) const = default;
};
struct Hello {
    ProxyInstance proxy;
    std::vector<Held> held;
    std::vector<ResourceName> subscribe;

    bool operator==(const Hello&) const = default;
};
struct Subscribe {
    ResourceName name;
    bool operator==(const Subscribe&) const = default;
};
struct Unsubscribe {
    ResourceName name;
    bool operator==(const Unsubscribe&) const = default;
};
struct Ack {
    std::uint64_t sequence = 0;
    bool operator==(const Ack&) const = default;
};
struct Nack {
    std::uint64_t sequence = 0;
    std::string error;
    bool operator==(const Nack&) const = default;
};
using ConfigRequest = std::variant<Hello, Subscribe, Unsubscribe, Ack, Nack>;

} // namespace causeway::rules
