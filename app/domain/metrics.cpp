// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/metrics.h"

namespace causeway::app::domain {

EdgeStats MetricsSeries::total() const {
    EdgeStats sum;
    for (const MetricsPoint& point : points)
        sum.mergeWindow(*point.sum);
    return sum;
}

} // namespace causeway::app::domain
