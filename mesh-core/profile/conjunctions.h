// SPDX-License-Identifier: Apache-2.0
// A ServiceProfile's condition as alternatives, each a path and a method at most: the only form
// that routes have. Pure.
#pragma once

#include "base/result.h"
#include "resource/profile_kinds.h"

#include <string>
#include <vector>

namespace causeway::profile {

struct Conjunction {
    std::string pathRegex; // empty: every path
    std::string method;    // empty: every method

    bool operator==(const Conjunction&) const = default;
};

// Fails with the reason why routes cannot say it. An empty list never matches.
[[nodiscard]] Result<std::vector<Conjunction>> alternativesOf(const resource::RequestMatch& match);

} // namespace causeway::profile
