// SPDX-License-Identifier: Apache-2.0
// What objects do not tell and a running fleet does: its other clusters, proxies, certificates, how
// long links take, who calls whom, which rules let somebody in. Given to lint(); read from and
// written to a document of kind FleetFacts (cli/README.md), so that files can be judged where no
// fleet is in reach. What is absent is not known, and no check takes it for nothing. Values; pure.
#pragma once

#include "base/clock.h"
#include "resource/object.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace causeway::analysis {

struct ProxyFact {
    std::string namespace_;
    std::string workload; // name of its ExternalWorkload
    std::string version;
    bool isGateway = false;
    bool isConnected = true;
    std::string refusal;       // why it keeps an older configuration; empty: it has the newest
    std::string defaultPolicy; // that the process was started with; empty: it follows its object
};

struct CertificateFact {
    std::string kind; // "anchor", "issuer"
    std::string subject;
    std::string fingerprint;
    std::string notAfter; // "2027-01-31T12:00:00Z"
};

struct ClusterFacts {
    std::string version;                                  // of the control plane
    std::optional<std::vector<resource::Object>> objects; // all that are in force
    std::optional<std::vector<ProxyFact>> proxies;
    std::optional<std::vector<CertificateFact>> certificates;
    std::set<std::string> unreadableNamespaces;
};

struct LatencyFact {
    std::string link;    // "aws:gcp"
    std::string service; // "cards.bank", in the link's target; empty: the wire alone, of all requests
    Duration p99{};
    std::uint64_t requests = 0;
};

// That one service calls another.
struct CallFact {
    std::string cluster; // of the caller
    std::string from;    // "payments.bank"
    std::string to;      // "ledger.bank"
    std::string at;      // cluster of the callee
};

// How much went over one route to a service.
struct RouteFact {
    std::string cluster; // of the callers, and of their routes
    std::string service; // "ledger.bank"
    std::string at;      // cluster of the callee
    std::string route;   // "httproute/ledger-reads", "serviceprofile/GET /loans/{id}", "default"
    std::uint64_t requests = 0;
    std::uint64_t requestBytes = 0; // of their bodies
};

// A connection that left the mesh.
struct EgressFact {
    std::string namespace_; // of the caller
    std::string host;       // of the SNI or authority; empty: none was told
    std::string address;
};

struct TrafficFacts {
    std::string since;                              // first day that was looked at, "2026-11-01"
    std::optional<std::set<std::string>> rules;     // that let somebody in: "authorizationpolicy/bank/callers"
    std::optional<std::vector<EgressFact>> egress;
};

struct Facts {
    std::map<std::string, ClusterFacts> clusters; // by name; those that are known
    std::vector<LatencyFact> latencies;
    std::vector<CallFact> calls;
    std::vector<RouteFact> routes;
    std::optional<TrafficFacts> traffic;

    [[nodiscard]] const ClusterFacts* cluster(const std::string& name) const {
        const auto found = clusters.find(name);
        return found == clusters.end() ? nullptr : &found->second;
    }
};

[[nodiscard]] bool areFacts(const resource::Document& document); // of kind FleetFacts
// Adds what the document tells. Fails with "file:line:column: field: found …; expected …".
[[nodiscard]] Status readFacts(const resource::Document& document, Facts& into);
[[nodiscard]] std::string serialize(const Facts& facts, const std::string& name);

} // namespace causeway::analysis
