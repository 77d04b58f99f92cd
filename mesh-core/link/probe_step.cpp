// SPDX-License-Identifier: Apache-2.0
#include "link/probe_step.h"

#include <algorithm>
#include <vector>

namespace causeway::link {
namespace {

constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.2;

double medianOf(std::span<const SeriesSample> series) {
    std::vector<double> values;
    for (const SeriesSample& each : series)
        values.push_back(each.meanMs);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

std::optional<ProbeStep> probeStepIn(std::span<const SeriesSample> series) {
    std::vector<SeriesSample> known;
    std::vector<std::size_t> where;
    for (std::size_t i = 0; i < series.size(); ++i)
        if (series[i].count > 0) {
            known.push_back({series[i].meanMs, 1});
            where.push_back(i);
        }
    // The middle one of three: an answer that is late by itself is not the beginning of anything.
    std::vector<SeriesSample> smooth = known;
    for (std::size_t i = 1; i + 1 < known.size(); ++i)
        smooth[i].meanMs = medianOf(std::span(known).subspan(i - 1, 3));
    if (smooth.size() < 4)
        return std::nullopt;
    smooth.front() = smooth[1];
    smooth.back() = smooth[smooth.size() - 2];
    const auto step = stepIn(smooth, kLeastMs);
    if (!step)
        return std::nullopt;
    const double before = medianOf(std::span(smooth).first(*step));
    const double by = medianOf(std::span(smooth).subspan(*step)) - before;
    if (by < std::max(kLeastMs, kLeastShare * before))
        return std::nullopt;
    return ProbeStep{where[*step], by};
}

} // namespace causeway::link
