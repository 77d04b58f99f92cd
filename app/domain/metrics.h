// SPDX-License-Identifier: GPL-3.0-or-later
// Golden metrics of a selection over time, a point a step. A step without any report is absent:
// a gap, never a zero. Plain values.
#pragma once

#include "domain/edge_stats.h"

#include <memory>
#include <vector>

namespace causeway::app::domain {

struct MetricsPoint {
    Instant end{}; // the point covers (end - step, end]
    std::shared_ptr<const EdgeStats> sum; // never null; shared by all who look at it
};

struct MetricsSeries {
    TimeRange range;
    Milliseconds step{0};
    std::vector<MetricsPoint> points; // ascending

    // The whole range as one.
    [[nodiscard]] EdgeStats total() const;
};

} // namespace causeway::app::domain
