// SPDX-License-Identifier: Apache-2.0
// The verdicts of two pictures with legs: what takes longer than in the reference. Pure.
#pragma once

#include "link/diagnosis.h"

namespace causeway::link {

// `standing`: the reference is what the other links take, not the links' own past.
[[nodiscard]] std::vector<Verdict> judgeByLegs(const Picture& now, const Picture& reference,
                                               bool standing);

} // namespace causeway::link
