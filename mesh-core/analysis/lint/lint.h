// SPDX-License-Identifier: Apache-2.0
// Looks for what is wrong with a cluster's objects, though each of them is well formed. Says
// nothing that it does not know: where objects and facts do not tell (other clusters' accounts, a
// namespace that is not among the files) it is silent. Pure; the day is injected.
//
// An annotation suppresses a check for its object, with a reason and a last day:
//     causeway.dev/lint-ignore: "MC1301 until 2027-01-31: the batch port closes with the migration"
#pragma once

#include "analysis/judge.h"
#include "analysis/lint/facts.h"
#include "analysis/lint/finding.h"

#include <map>
#include <string>
#include <vector>

namespace causeway::analysis {

struct LintSources {
    std::map<std::string, std::string> texts; // by file name: for places and patches
    std::string today;                        // "2026-11-28"
    Facts facts;                              // what a running fleet knows; may be empty
    int expiryDays = 30;                      // certificates that end within so many are told
    std::string cluster;                      // whose objects they are, if none of them tells
    bool isTruth = false; // the objects are what should be in force: tell what differs in the fleet
};
// By file, line and code; suppressed ones included.
[[nodiscard]] std::vector<Finding> lint(const Judge& judge, const LintSources& sources);

} // namespace causeway::analysis
