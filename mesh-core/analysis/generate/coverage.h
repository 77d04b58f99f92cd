// SPDX-License-Identifier: Apache-2.0
// How far a recording can be trusted: what was seen on few of its days says how much was not seen,
// and days that lie evenly apart are a job's. Internal to generate/. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>

namespace causeway::analysis {

// Of kinds of calls (a caller, a service, an operation), each by the number of days it was seen on.
struct Estimate {
    double seen = 1;   // share of a further day's kinds that were seen before, 0…1
    double unseen = 0; // kinds that exist and were not seen: at least so many
};
// After Chao (1987; the bias-corrected form for incidences) and Chao and Jost (2012). Nothing for
// fewer than four days or twenty sightings: then chance says more than the estimate. What comes
// once a month is not chance, and no estimate knows of it.
[[nodiscard]] std::optional<Estimate> estimateUnseen(std::size_t days,
                                                     std::span<const std::size_t> daysOfKinds);

// Days since 1970 that lie evenly apart: at least three, two days or more from one to the next, and
// no gap more than a day longer than another.
struct Rhythm {
    std::int64_t everyDays = 0;
    std::int64_t lastDay = 0;
};
[[nodiscard]] std::optional<Rhythm> rhythmOf(const std::set<std::int64_t>& days);

} // namespace causeway::analysis
