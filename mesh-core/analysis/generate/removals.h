// SPDX-License-Identifier: Apache-2.0
// Which rules a proposal makes superfluous. Internal to generate/. Pure.
#pragma once

#include "analysis/generate/generate.h"

namespace causeway::analysis {

[[nodiscard]] std::vector<Removal> removalsFor(const Judge& judge, const Observed& observed,
                                               const Proposal& proposal, const std::string& ns);

} // namespace causeway::analysis
