// SPDX-License-Identifier: Apache-2.0
#include "link/drift.h"

#include "link/medians.h"

#include <limits>

namespace causeway::link {
namespace {

constexpr std::size_t kLeastPoints = 12;
constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.1;
constexpr double kTimesTheRest = 3;

struct Point {
    double days = 0;
    double ms = 0;
};

std::vector<Point> pointsOf(std::span<const BaselineSample> series) {
    std::vector<Point> points;
    for (const BaselineSample& each : series)
        if (each.count > 0)
            points.push_back({std::chrono::duration<double, std::ratio<86400>>(
                                  each.end - series.front().end)
                                  .count(),
                              each.meanMs});
    return points;
}

double slopeOf(const std::vector<Point>& points) {
    std::vector<double> slopes;
    slopes.reserve(points.size() * (points.size() - 1) / 2);
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = i + 1; j < points.size(); ++j)
            if (points[j].days > points[i].days)
                slopes.push_back((points[j].ms - points[i].ms)
                                 / (points[j].days - points[i].days));
    return slopes.empty() ? 0 : medianOf(std::move(slopes));
}

// What is left beside two levels, at the best place for the step: the mean distance.
double leftBesideAStep(const std::vector<Point>& points) {
    double best = std::numeric_limits<double>::max();
    for (std::size_t at = 2; at + 2 <= points.size(); ++at) {
        double sum = 0;
        const auto add = [&](std::size_t from, std::size_t to) {
            std::vector<double> level;
            for (std::size_t i = from; i < to; ++i)
                level.push_back(points[i].ms);
            const double middle = medianOf(level);
            for (const double each : level)
                sum += std::abs(each - middle);
        };
        add(0, at);
        add(at, points.size());
        best = std::min(best, sum);
    }
    return best / double(points.size());
}

} // namespace

std::optional<Drift> driftIn(std::span<const BaselineSample> series) {
    const auto points = pointsOf(series);
    if (points.size() < kLeastPoints || points.size() > kMostDriftPoints)
        return std::nullopt;
    Drift drift;
    drift.points = points.size();
    drift.perDayMs = slopeOf(points);
    drift.overallMs = drift.perDayMs * (points.back().days - points.front().days);
    std::vector<double> heights;
    for (const Point& each : points)
        heights.push_back(each.ms - drift.perDayMs * each.days);
    const double height = medianOf(heights);
    drift.startMs = height + drift.perDayMs * points.front().days;
    double left = 0;
    for (double& each : heights)
        left += std::abs(each - height);
    left /= double(points.size());
    const double rest = kSigmaOfDeviation * medianDeviationOf(heights, height);
    const double change = std::abs(drift.overallMs);
    if (change < std::max(kLeastMs, kLeastShare * std::abs(drift.startMs))
        || change < kTimesTheRest * rest || leftBesideAStep(points) < left)
        return std::nullopt;
    return drift;
}

} // namespace causeway::link
