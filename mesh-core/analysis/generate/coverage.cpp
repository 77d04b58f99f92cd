// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/coverage.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace causeway::analysis {
namespace {

constexpr std::size_t kFewestDays = 4;
constexpr std::size_t kFewestSightings = 20;

} // namespace

std::optional<Estimate> estimateUnseen(std::size_t days,
                                       std::span<const std::size_t> daysOfKinds) {
    const auto sightings = std::accumulate(daysOfKinds.begin(), daysOfKinds.end(), std::size_t(0));
    if (days < kFewestDays || sightings < kFewestSightings)
        return std::nullopt;
    const auto once = double(std::ranges::count(daysOfKinds, 1U));
    const auto twice = double(std::ranges::count(daysOfKinds, 2U));
    const auto more = double(days - 1);
    Estimate estimate;
    estimate.unseen = more / double(days) * once * (once - 1) / (2 * (twice + 1));
    if (once > 0)
        estimate.seen =
            1 - once / double(sightings) * (more * once) / (more * once + 2 * twice);
    return estimate;
}

std::optional<Rhythm> rhythmOf(const std::set<std::int64_t>& days) {
    constexpr std::size_t kFewest = 3;
    if (days.size() < kFewest)
        return std::nullopt;
    std::vector<std::int64_t> gaps;
    for (auto day = std::next(days.begin()); day != days.end(); ++day)
        gaps.push_back(*day - *std::prev(day));
    const auto [shortest, longest] = std::ranges::minmax(gaps);
    if (shortest < 2 || longest - shortest > 1)
        return std::nullopt;
    std::ranges::sort(gaps);
    return Rhythm{gaps[gaps.size() / 2], *days.rbegin()};
}

} // namespace causeway::analysis
