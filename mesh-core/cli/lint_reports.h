// SPDX-License-Identifier: Apache-2.0
// Lint findings as text, JSON, SARIF 2.1.0 and JUnit XML. Pure. The JSON is a contract, described
// in cli/README.md.
#pragma once

#include "analysis/lint/finding.h"
#include "cli/format.h"

#include <string>
#include <vector>

namespace causeway::cli {

using Findings = std::vector<analysis::Finding>;

[[nodiscard]] std::string lintText(const Findings& findings, bool patches, bool colour);
[[nodiscard]] Json lintJson(const Findings& findings);
[[nodiscard]] Json lintSarif(const Findings& findings, const std::string& version);
[[nodiscard]] std::string lintJunit(const Findings& findings);

} // namespace causeway::cli
