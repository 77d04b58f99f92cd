// SPDX-License-Identifier: Apache-2.0
// Slow growth over hours or days, which no window of minutes sees. The slope is Theil and Sen's: the
// median of the slopes between all pairs, which a third of wild points does not move. A step is no
// drift: whichever describes the series better is told. Pure.
#pragma once

#include "link/baseline.h"

namespace causeway::link {

struct Drift {
    double perDayMs = 0;     // negative: it falls
    double overallMs = 0;    // from the first point to the last
    double startMs = 0;      // where the line begins
    std::size_t points = 0;  // that it is of
};

inline constexpr std::size_t kMostDriftPoints = 400; // more are refused: all pairs are looked at

// Points in the order of time; gaps are left out. Nothing of fewer than 12 points, below 2 ms and a
// tenth over all of the time, or less than three times what is left beside the line; or when a step
// leaves less beside it than the line does.
[[nodiscard]] std::optional<Drift> driftIn(std::span<const BaselineSample> series);

} // namespace causeway::link
