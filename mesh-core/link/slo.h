// SPDX-License-Identifier: Apache-2.0
// How fast a directed link spends its budgets: of requests that fail, and of those that take too
// long. An objective of 99.9 % leaves one request in a thousand; a burn rate of 1 spends exactly that, 14.4 spends a thirtieth of a month's
// budget in an hour. A rate is told over a long window, and burns only while the short one says so
// too: the long one keeps a blip from waking anybody, the short one ends the alarm soon after the
// trouble. Pure.
#pragma once

#include "base/clock.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace causeway::link {

// What happened on a link in one step of its series.
struct SloSample {
    WallTime end{};
    std::chrono::seconds covered{0}; // of the step: 0 when nobody counted
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    std::uint64_t answered = 0; // of those whose time is known …
    std::uint64_t slow = 0;     // … took longer than the latency objective allows
};

struct BurnWindow {
    std::chrono::seconds longer;
    std::chrono::seconds shorter;
    double limit; // of the burn rate
};
// Fast, slow and creeping; they stand for 2 %, 5 % and 10 % of a month's budget.
inline constexpr std::array kBurnWindows{
    BurnWindow{std::chrono::hours(1), std::chrono::minutes(5), 14.4},
    BurnWindow{std::chrono::hours(6), std::chrono::minutes(30), 6},
    BurnWindow{std::chrono::hours(72), std::chrono::hours(6), 1}};

struct Burn {
    BurnWindow window;
    // Nothing without a request in that time, or when less than nine tenths of it were counted.
    std::optional<double> longer;
    std::optional<double> shorter;
    // Nothing when either rate is unknown: then nobody knows that it does not burn.
    [[nodiscard]] std::optional<bool> burns() const;
};

enum class Budget : std::uint8_t {
    Failures, // of requests
    Slowness, // of those that were answered
};
// One for each window, at `now`. `objective` is a share below 1, as 0.999.
[[nodiscard]] std::vector<Burn> burnsOf(std::span<const SloSample> series, double objective,
                                        WallTime now, Budget budget = Budget::Failures);

} // namespace causeway::link
