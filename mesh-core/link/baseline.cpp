// SPDX-License-Identifier: Apache-2.0
#include "link/baseline.h"

#include "link/medians.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace causeway::link {
namespace {

constexpr double kDeviations = 4;
constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.1;

} // namespace

std::vector<Hour> sameHoursBefore(WallTime now) {
    const WallTime hour = std::chrono::floor<std::chrono::hours>(now);
    std::vector<Hour> hours;
    for (int week = 1; week <= kBaselineWeeks; ++week)
        hours.push_back({hour - week * kWeek, hour - week * kWeek + std::chrono::hours(1)});
    return hours;
}

std::optional<HourBaseline> baselineOf(std::span<const BaselineSample> samples, WallTime now) {
    const auto hours = sameHoursBefore(now);
    std::vector<double> values;
    std::map<WallTime, std::size_t> weeks; // and how many samples each has
    for (const BaselineSample& sample : samples) {
        const auto hour = std::ranges::find_if(hours, [&](const Hour& each) {
            return sample.end > each.start && sample.end <= each.end;
        });
        if (sample.count == 0 || hour == hours.end())
            continue;
        ++weeks[hour->start];
        values.push_back(sample.meanMs);
    }
    if (weeks.size() < kLeastWeeks)
        return std::nullopt;
    const double median = medianOf(values);
    return HourBaseline{median, medianDeviationOf(values, median), weeks.size()};
}

bool isOutlier(double nowMs, const HourBaseline& usual) {
    const double apart = std::abs(nowMs - usual.medianMs);
    return apart > std::max({kLeastMs, kLeastShare * usual.medianMs,
                             kDeviations * kSigmaOfDeviation * usual.madMs});
}

} // namespace causeway::link
