// SPDX-License-Identifier: Apache-2.0
// Both ends of an edge in one row. Each cluster knows what its own proxies counted: the caller's end
// of an edge over a link is in one cluster, the callee's in another. Pure; the CLI, the console and
// tests share it. Quantiles come from merged histograms, never from other quantiles.
#pragma once

#include "base/clock.h"
#include "telemetry/edge.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace causeway::telemetry {

// What one cluster's control plane tells about one window.
struct ClusterSamples {
    std::string cluster;
    Duration covered{}; // of the window: less after a start or a gap
    std::vector<EdgeSample> samples;
    WallTime end{};
};

struct EdgeEnd {
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0; // caller: sent towards the callee; callee: those that arrived
    std::uint64_t failures = 0;
    double rps = 0;                    // requests over the covered time
    std::optional<double> successRate; // 0…1; nothing without requests
    std::optional<double> p50Us;
    std::optional<double> p95Us;
    std::optional<double> p99Us;
    Histogram latency;

    // Success and quantiles, from the counts. Requests that all met nobody took no time that says
    // anything of the way: no quantiles.
    void summarize();
};

struct EdgeRow {
    std::string sourceWorkload; // "payments"; empty: unauthenticated
    std::string sourceCluster;
    std::string sourceIdentity;
    std::string destinationService; // "ledger.bank"
    std::string destinationCluster;
    TlsState tls = TlsState::Mutual;
    Protocol protocol = Protocol::Http1;
    std::string link;              // "aws:gcp"; empty inside a cluster
    std::optional<EdgeEnd> caller; // nothing when that cluster did not tell
    std::optional<EdgeEnd> callee;

    // The caller's attempts that the callee did not count (yet), or the other way round when
    // negative; nothing when one end is missing. Small values are requests under way.
    [[nodiscard]] std::optional<std::int64_t> missing() const;
};

// One row per (source workload@cluster → service@cluster, tls, protocol, link), in that order.
[[nodiscard]] std::vector<EdgeRow> joinEdges(std::span<const ClusterSamples> clusters);

struct LegTime {
    Leg leg = Leg::Wire;
    Histogram time;
};

struct LinkRow {
    std::string link; // "aws:gcp"
    std::string from;
    std::string to;
    EdgeEnd caller;            // as the callers' sidecars saw it
    std::vector<LegTime> legs; // where the time went; only legs that were measured
    std::uint64_t connectionsOpened = 0;
    std::uint64_t requestsReused = 0;
};

// One row per directed link that callers used, in the order of the names.
[[nodiscard]] std::vector<LinkRow> linkRows(std::span<const ClusterSamples> clusters);

} // namespace causeway::telemetry
