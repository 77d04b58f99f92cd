// SPDX-License-Identifier: Apache-2.0
// The specs of what runs where: Service, ExternalWorkload, Link and causeway.dev's Cluster, Gateway
// and Fleet. Values; the fields are those of the kinds' definitions.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace causeway::resource {

using LabelMap = std::map<std::string, std::string>;

// A port by number or by name.
struct PortRef {
    std::uint16_t number = 0; // 0: by name
    std::string name;

    bool operator==(const PortRef&) const = default;
};

struct ServicePort {
    std::string name;
    std::uint16_t port = 0;
    PortRef targetPort; // the same as port when the file names none
    std::string appProtocol;

    bool operator==(const ServicePort&) const = default;
};

struct Service {
    LabelMap selector;
    std::vector<ServicePort> ports;
    std::vector<std::string> clusterIps; // both families, for callers that know no names

    bool operator==(const Service&) const = default;
};

struct WorkloadPort {
    std::string name;
    std::uint16_t port = 0;

    bool operator==(const WorkloadPort&) const = default;
};

struct ExternalWorkload {
    std::string identity;   // spiffe://… or DNS-like
    std::string serverName; // SNI
    std::vector<WorkloadPort> ports;
    std::vector<std::string> workloadIps;

    bool operator==(const ExternalWorkload&) const = default;
};

enum class SelectorOperator : std::uint8_t { In, NotIn, Exists, DoesNotExist };

struct SelectorExpression {
    std::string key;
    SelectorOperator operator_ = SelectorOperator::In;
    std::vector<std::string> values;

    bool operator==(const SelectorExpression&) const = default;
};

// All must hold; empty selects everything.
struct LabelSelector {
    LabelMap matchLabels;
    std::vector<SelectorExpression> matchExpressions;

    bool operator==(const LabelSelector&) const = default;
    [[nodiscard]] bool matches(const LabelMap& labels) const;
};

struct ProbeSpec {
    std::uint32_t failureThreshold = 3;
    std::string path = "/ready";
    std::uint16_t port = 4191;
    Duration period = std::chrono::seconds(3);
    Duration timeout = std::chrono::seconds(30);

    bool operator==(const ProbeSpec&) const = default;
};

// multicluster.linkerd.io/v1alpha3; lives in the cluster that calls, its name is the other one's.
struct Link {
    std::string targetClusterName;
    std::string targetClusterDomain;
    std::string targetClusterLinkerdNamespace;
    std::string clusterCredentialsSecret;
    std::string gatewayAddress; // "10.2.0.1", also several, joined by commas
    std::uint16_t gatewayPort = 4143;
    std::string gatewayIdentity;
    std::optional<ProbeSpec> probe;
    std::optional<LabelSelector> selector;
    std::optional<LabelSelector> remoteDiscoverySelector;
    std::optional<LabelSelector> federatedServiceSelector;
    std::vector<std::string> excludedLabels;
    std::vector<std::string> excludedAnnotations;

    bool operator==(const Link&) const = default;
};

struct Cluster {
    std::string fleet;
    std::string cloud;
    std::string region;
    std::string clusterDomain;
    std::string trustDomain;
    bool production = false;
    std::string defaultInboundPolicy = "all-unauthenticated";
    std::vector<std::string> clusterNetworks; // empty: Linkerd's private ranges
    std::vector<std::string> probeNetworks;   // that probes may come from; empty: everywhere
    bool linkerdCompatible = false;           // compat: linkerd: its precedence of routes
    bool fourEyes = false; // what somebody changes, somebody else has approved

    bool operator==(const Cluster&) const = default;
};

struct Gateway {
    std::uint32_t maxRequestsPerConnection = 0; // 0: no bound

    bool operator==(const Gateway&) const = default;
};

struct FleetCluster {
    std::string name;
    std::string cloud;
    std::string region;
    bool production = false;
    std::string admin; // "unix:aws/admin.sock" or "10.0.0.1:8444"

    bool operator==(const FleetCluster&) const = default;
};

// fleet.yaml: read by the console and causewayctl; paths are relative to the file.
struct Fleet {
    std::string trustDomain;
    std::string trustAnchors;
    std::string clientCertificate;
    std::string clientKey;
    std::vector<FleetCluster> clusters;

    bool operator==(const Fleet&) const = default;
};

} // namespace causeway::resource
