// SPDX-License-Identifier: Apache-2.0
// The budgets of a link as text and JSON. Pure. The JSON is a contract, see cli/README.md.
#pragma once

#include "cli/views.h"
#include "link/budget_split.h"
#include "link/slo.h"

namespace causeway::cli {

struct LatencySlo {
    double objective = 0; // a share, as 0.99
    std::chrono::milliseconds within{};
    std::vector<link::Burn> burns;
};

struct SloFacts {
    double objective = 0; // of requests that succeed, a share, as 0.999
    std::vector<link::Burn> burns;
    std::optional<LatencySlo> latency; // nothing: no objective is declared, and none was asked for
    std::string silent;                // why nothing could be asked; empty when it could
    std::string undeclared; // why nobody knows what the Link declares; empty when it is known
    std::optional<link::BudgetSplit> spent; // in the last kSplitWindow
    std::string spentSilent;                // why that is not known, or not all of it
};
// The longest that every edge may be asked for at once.
inline constexpr std::chrono::seconds kSplitWindow{3600};

// Adds the burn rates to the view of a link, and who spent the budgets.
void addSlo(View& view, const SloFacts& facts);

} // namespace causeway::cli
