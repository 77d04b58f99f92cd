// SPDX-License-Identifier: Apache-2.0
// What a running fleet knows besides its objects, as the linter takes it (analysis/lint/facts.h):
// proxies, certificates, how long links take, who calls whom.
#pragma once

#include "analysis/lint/facts.h"
#include "recording/recording.h"
#include "analysis/judge.h"
#include "cli/policy_sources.h"

#include <vector>

namespace causeway::cli {

// What one cluster answered.
struct ClusterAnswer {
    client::Cluster cluster;
    std::vector<client::Proxy> proxies;
    std::vector<client::Certificate> certificates;
    std::vector<telemetry::EdgeSample> edges;
};
// `objects` are that cluster's. Pure.
void addFacts(const ClusterAnswer& answer, const std::vector<resource::Object>& objects,
              analysis::Facts& into);

// Asks every cluster of options.fleet. Of those that do not answer nothing is known: they are added
// to `silent` unless they are there.
[[nodiscard]] Result<analysis::Facts> gatherFacts(const Options& options,
                                                  const std::vector<PolicySource>& clusters,
                                                  std::vector<Silence>& silent);

// Which rules let recorded requests in, and what left the mesh; nothing when nothing was recorded, or
// requests were given up: any rule may have let those in.
[[nodiscard]] std::optional<analysis::TrafficFacts> factsOf(const recording::Recording& recording,
                                             const analysis::Judge& judge);

} // namespace causeway::cli
