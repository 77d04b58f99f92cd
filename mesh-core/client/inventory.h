// SPDX-License-Identifier: Apache-2.0
// What a control plane knows, as plain values: the Admin API's answers without protobuf. An absent
// optional is "unknown", never zero. Any thread.
#pragma once

#include "base/clock.h"
#include "base/protocol.h"
#include "base/proxy_instance.h"
#include "telemetry/report.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace causeway::client {

struct Cluster {
    std::string name;
    std::string cloud;
    std::string region;
    std::string clusterDomain;
    std::string trustDomain;
    std::string fleet;
    std::string version; // of causeway-control
    bool production = false;
    std::optional<WallTime> started;
    std::optional<WallTime> now;
};

struct ServicePort {
    std::string name;
    std::uint32_t port = 0;
    std::uint32_t targetPort = 0;
    Protocol protocol = Protocol::Http1;
};

struct Service {
    std::string name;
    std::string namespace_;
    std::string cluster;
    std::map<std::string, std::string> labels;
    std::vector<ServicePort> ports;
    std::uint32_t readyEndpoints = 0;
    std::uint32_t endpoints = 0;
    std::string mirrorOf; // "ledger.bank@gcp"; empty: a service of this cluster's own
    bool exported = false;
};

struct Proxy {
    ProxyInstance instance;
    std::string address;
    bool connected = false;
    std::optional<WallTime> lastSeen;
    std::optional<telemetry::ProxyStats> stats; // absent: it has not reported yet
    std::uint64_t configAcked = 0;
    std::uint64_t configSent = 0;
    std::string lastNack;        // empty: none
    bool trustConfirmed = false; // it has the trust anchors of now
};

enum class CertificateKind { TrustAnchor, Issuer, Leaf, Control };

struct Certificate {
    CertificateKind kind = CertificateKind::Leaf;
    std::string subject;
    std::string issuer;
    std::string serial;
    WallTime notBefore;
    WallTime notAfter;
    std::string workload;
    std::string instance;
    std::string cluster;
    std::string fingerprintSha256;
    std::string anchorKeySha256; // of the anchor behind it; empty: unknown
};

struct Link {
    std::string from;
    std::string to;
    std::string gatewayAddress;
    std::uint32_t gatewayPort = 0;
    std::string gatewayIdentity;
    std::vector<std::string> services; // mirrored ones, "ledger.bank"
    // What its object declares; shares below 1.
    std::optional<double> successObjective;
    struct LatencyObjective {
        double share = 0; // of requests that shall be answered …
        std::chrono::milliseconds within{};
    };
    std::optional<LatencyObjective> latencyObjective;
};

enum class Severity { Info, Warning, Error };

struct Event {
    std::string id;
    WallTime at;
    Severity severity = Severity::Info;
    std::string kind; // "proxy.connected"
    std::string subject;
    std::string message;
};

// A whole cluster at one moment: the first message of a watch, also after every reconnect.
struct Inventory {
    Cluster cluster;
    std::vector<Service> services;
    std::vector<Proxy> proxies;
    std::vector<Certificate> certificates;
    std::vector<Link> links;
    std::vector<Event> events; // the newest, at most 500
};

struct Removed {
    std::string kind; // "service", "proxy", "certificate", "link"
    std::string name; // "ledger.bank", instance, serial, "aws:gcp"
};

using InventoryUpdate = std::variant<Inventory, Service, Proxy, Certificate, Link, Event, Removed>;

// Sums over the window that ends at `end`, as far as it is covered.
struct EdgeWindow {
    std::vector<telemetry::EdgeSample> edges;
    WallTime end;
    std::chrono::seconds covered{0};
};

// A ladder's rungs over a window, a sample a link and rung that was tried.
struct ProbeWindow {
    std::vector<telemetry::ProbeSample> probes;
    WallTime end;
    std::chrono::seconds covered{0};
};

struct ProbePoint {
    WallTime end;
    std::chrono::seconds covered{0};
    telemetry::ProbeSample sum;
};

// The TCP connections between proxies over a window, a sample a leg and link.
struct ConnectionWindow {
    std::vector<telemetry::ConnectionSample> connections;
    WallTime end;
    std::chrono::seconds covered{0};
};

struct ConnectionPoint {
    WallTime end;
    std::chrono::seconds covered{0};
    telemetry::ConnectionSample sum;
};

// What one second brought.
struct EdgeTick {
    WallTime end;
    std::chrono::milliseconds duration{0};
    std::vector<telemetry::EdgeSample> edges;
    std::vector<telemetry::ProbeSample> probes;
    std::vector<telemetry::ConnectionSample> connections;
    std::uint32_t proxiesReporting = 0;
    std::uint32_t proxiesExpected = 0;
};

struct SeriesPoint {
    WallTime end;
    std::chrono::seconds covered{0};
    telemetry::EdgeCounters sum; // of everything that was selected
};

// What is absent or empty matches everything.
struct EdgeSelector {
    std::optional<telemetry::Vantage> vantage;
    std::string sourceWorkload;
    std::string destinationService;
    std::string destinationCluster;
    std::string link;
};

struct SeriesRange {
    WallTime start;
    WallTime end;
    std::chrono::seconds step{10};
};

} // namespace causeway::client
