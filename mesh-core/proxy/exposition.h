// SPDX-License-Identifier: Apache-2.0
// The /metrics page: Linkerd's metric names and labels where they exist, our own with a causeway_
// prefix. exposition_http.cpp writes what is told of requests. Pure.
#pragma once

#include "proxy/reporter.h"
#include "serve/process_facts.h"

#include <map>

namespace causeway::proxy {

struct MetricsPage {
    const Options& options;
    const ProxyHealth& health;
    telemetry::ProxyStats stats;
    serve::ProcessFacts process;
    std::vector<telemetry::SeriesSample> samples{}; // since the start
    std::map<std::string, std::string> serverIds{}; // of targets: DNS-like identity
    std::uint64_t upstreamFailed = 0;
    std::uint64_t overflowed = 0;
    TunnelTotals tunnels{};
    WorkerCounts counts{};
    Transports transports{};
    TcpReadings::Totals tcp{};
};
[[nodiscard]] std::string serialize(const MetricsPage& page);

// The families of requests, of their routes, and of the policy that decided on them.
void writeRequests(telemetry::Exposition& out, const MetricsPage& page);
// Those of the routes of ServiceProfiles.
void writeProfileRoutes(telemetry::Exposition& out, const MetricsPage& page);

} // namespace causeway::proxy
