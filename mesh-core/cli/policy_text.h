// SPDX-License-Identifier: Apache-2.0
// What the policy commands say, for people and for programs. Pure. The JSON is a contract,
// described in cli/README.md.
#pragma once

#include "analysis/explain/compare.h"
#include "analysis/explain/explain.h"
#include "analysis/generate/generate.h"
#include "analysis/simulate/simulate.h"
#include "cli/format.h"
#include "cli/views.h"

#include <string>
#include <vector>

namespace causeway::cli {

[[nodiscard]] std::string explanationText(const std::string& cluster,
                                          const analysis::Question& question,
                                          const analysis::Explanation& explanation, bool colour);
[[nodiscard]] Json explanationJson(const std::string& cluster, const analysis::Question& question,
                                   const analysis::Explanation& explanation);

[[nodiscard]] View matrixView(const analysis::Matrix& matrix);
[[nodiscard]] View differencesView(const std::vector<analysis::Difference>& differences);

// The blast radius in one table: newly denied, newly allowed, and what changed its rule only.
[[nodiscard]] View simulationView(const analysis::Simulation& simulation);
[[nodiscard]] std::string simulationSummary(const analysis::Simulation& simulation,
                                            const recording::Recording& recording);

// A line each, as compilers tell them.
[[nodiscard]] std::string findingsText(const analysis::Proposal& proposal);
[[nodiscard]] Json proposalJson(const std::string& cluster, const analysis::Proposal& proposal);

} // namespace causeway::cli
