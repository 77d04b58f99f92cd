// SPDX-License-Identifier: Apache-2.0
// What is usual at an hour of the week, out of the same hour of the weeks before: Monday at nine is
// compared with Mondays at nine. Median and median deviation, so that one bad week is no part of the
// usual. Hours are UTC's. Pure.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace causeway::link {

inline constexpr std::chrono::hours kWeek{24 * 7};
// So many weeks are looked at; fewer than two tell no usual.
inline constexpr int kBaselineWeeks = 8;
inline constexpr std::size_t kLeastWeeks = 2;

// A mean of some minutes.
struct BaselineSample {
    WallTime end{};
    double meanMs = 0;
    std::uint64_t count = 0; // what the mean is of; 0: a gap
};

struct HourBaseline {
    double medianMs = 0;
    double madMs = 0; // median of the distances from the median
    std::size_t weeks = 0; // that it is of

    bool operator==(const HourBaseline&) const = default;
};

// The same hours in the weeks before `now`, the newest first: where to look.
struct Hour {
    WallTime start{};
    WallTime end{};
};
[[nodiscard]] std::vector<Hour> sameHoursBefore(WallTime now);

// Of samples in these hours. Nothing while fewer than two of the weeks tell of it.
[[nodiscard]] std::optional<HourBaseline> baselineOf(std::span<const BaselineSample> samples,
                                                     WallTime now);

// Above or below what is usual at this hour: by more than four standard deviations as the median
// deviation tells them, and by 2 ms and a tenth at least.
[[nodiscard]] bool isOutlier(double nowMs, const HourBaseline& usual);

} // namespace causeway::link
