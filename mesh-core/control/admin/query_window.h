// SPDX-License-Identifier: Apache-2.0
// The stretch of time that a query asks for, checked: one rule for edges and for probes. Pure.
#pragma once

#include "control/collect/collector.h"
#include "control/wire_time.h"

#include <algorithm>

namespace causeway::control {

constexpr std::uint32_t kDefaultWindow = 60; // seconds
constexpr std::uint32_t kMaxWindow = 3600;
constexpr Second kMaxPoints = 11'000;

[[nodiscard]] inline WallTime endOf(Second second) {
    return WallTime(std::chrono::seconds(second));
}

struct QueryWindow {
    Second start = 0;
    Second end = 0; // exclusive
    std::uint32_t seconds = 0;
};
// Of a request with window_seconds and perhaps an end; `newest`: what is known ends there.
template <typename Request>
[[nodiscard]] Result<QueryWindow> windowOf(const Request& request, Second newest) {
    const std::uint32_t window =
        request.window_seconds() == 0 ? kDefaultWindow : request.window_seconds();
    if (window > kMaxWindow)
        return fail(ErrorKind::InvalidInput,
                    "window_seconds: found " + std::to_string(window) + "; expected at most "
                        + std::to_string(kMaxWindow) + " (ask for a series of longer times)");
    const Second end = request.has_end() ? std::min<Second>(request.end().seconds(), newest) : newest;
    return QueryWindow{.start = end - window, .end = end, .seconds = window};
}

struct QueryRange {
    Second start = 0;
    Second end = 0; // exclusive
    Second step = 1;
    [[nodiscard]] WallTime endOfStep(Second index) const {
        return endOf(start + (index + 1) * step);
    }
};
// Of a request with start, end and step_seconds.
template <typename Request>
[[nodiscard]] Result<QueryRange> rangeOf(const Request& request, Second newest) {
    const QueryRange range{.start = request.start().seconds(),
                           .end = std::min<Second>(request.end().seconds(), newest),
                           .step = std::max<Second>(request.step_seconds(), 1)};
    if (range.start < 0 || request.end().seconds() < range.start)
        return fail(ErrorKind::InvalidInput, "start and end: found an end before the start");
    if ((request.end().seconds() - range.start) / range.step > kMaxPoints)
        return fail(ErrorKind::InvalidInput,
                    "step_seconds: found " + std::to_string(range.step)
                        + ", which gives more than " + std::to_string(kMaxPoints)
                        + " points; expected a longer step");
    return range;
}

} // namespace causeway::control
