// SPDX-License-Identifier: Apache-2.0
// What the reading commands show: facts in, a table and its JSON out. Pure. The JSON is a contract,
// described in cli/README.md.
#pragma once

#include "cli/format.h"
#include "cli/table.h"
#include "client/inventory.h"
#include "telemetry/edge_join.h"

#include <string>
#include <vector>

namespace causeway::cli {

struct View {
    Table table;
    Json json;                           // an object with one list: {"links": […]}
    std::string prose = {};              // said to people instead of the table
    std::vector<std::string> notes = {}; // said to people below all tables
    std::vector<Table> further = {};     // below the table
};

struct ClusterFacts {
    client::Cluster cluster;
    std::vector<client::Service> services;
    std::vector<client::Proxy> proxies;
};

using Samples = std::vector<telemetry::ClusterSamples>;

[[nodiscard]] View clustersView(const std::vector<ClusterFacts>& clusters);
[[nodiscard]] View servicesView(const std::vector<client::Service>& services);
// `counts` adds both ends' counts: what the caller attempted, what arrived.
[[nodiscard]] View edgesView(const Samples& samples, bool counts);
// Per service, as its own proxies saw it; as its callers did where those did not tell.
[[nodiscard]] View statView(const Samples& samples);
// Every declared link, also one without traffic, and every one that was used.
[[nodiscard]] View linksView(const std::vector<client::Link>& declared, const Samples& samples);
[[nodiscard]] View certificatesView(const std::vector<client::Certificate>& certificates,
                                    WallTime now);

// "ok", "degraded" below 99 % success, "failing" below 95 %, "not_measured" without a request.
[[nodiscard]] std::string linkState(std::optional<double> success);

} // namespace causeway::cli
