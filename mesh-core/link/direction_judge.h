// SPDX-License-Identifier: Apache-2.0
// The verdicts of a matrix that has nothing but one latency for each direction. Pure.
#pragma once

#include "link/diagnosis.h"

namespace causeway::link {

[[nodiscard]] std::vector<Verdict> judgeByDirections(const Picture& now);

} // namespace causeway::link
