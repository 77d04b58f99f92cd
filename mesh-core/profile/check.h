// SPDX-License-Identifier: Apache-2.0
// ServiceProfiles judged: the verdicts of Linkerd's admission as errors, and what it lets through
// although it does not do what it says as warnings. Pure.
#pragma once

#include "profile/finding.h"

#include <string>
#include <string_view>

namespace causeway::profile {

// How many profiles the text holds; objects of other kinds are passed over.
std::size_t checkProfiles(std::string_view text, const std::string& source, Findings& findings);

} // namespace causeway::profile
