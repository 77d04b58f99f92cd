// SPDX-License-Identifier: Apache-2.0
#include "link/probe_budget.h"

#include <algorithm>

namespace causeway::link {

double stretchFor(std::span<const ProbeCost> rungs, double bytesPerSecond) {
    double planned = 0;
    for (const ProbeCost& each : rungs)
        planned += each.bytes / std::chrono::duration<double>(each.interval).count();
    return std::max(1.0, planned / bytesPerSecond);
}

} // namespace causeway::link
