// SPDX-License-Identifier: Apache-2.0
// Path templates from recorded requests: what looks like an id is a parameter, and so is a place
// where too many values stand that lead to the same things. Pure.
#pragma once

#include "profile/operation.h"
#include "recording/recording.h"

namespace causeway::profile {

struct LearnOptions {
    // So many different values at one place are still words; more are a parameter.
    std::size_t maxWords = 20;
};

// One operation for each method and template, by path and method. Requests are of one service.
[[nodiscard]] std::vector<Operation> learnOperations(const std::vector<recording::Tuple>& requests,
                                                     const LearnOptions& options,
                                                     const std::string& source, Findings& findings);

} // namespace causeway::profile
