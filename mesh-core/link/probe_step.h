// SPDX-License-Identifier: Apache-2.0
// When a round trip became longer for good, and by how much: a step, not a single late answer.
// Pure.
#pragma once

#include "link/change_point.h"

namespace causeway::link {

struct ProbeStep {
    std::size_t index = 0; // of the first sample after it
    double byMs = 0;       // median after less median before
};
// Nothing below 2 ms and a fifth of what was before.
[[nodiscard]] std::optional<ProbeStep> probeStepIn(std::span<const SeriesSample> series);

} // namespace causeway::link
