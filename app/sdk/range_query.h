// SPDX-License-Identifier: GPL-3.0-or-later
// A question about the past: golden metrics of what is selected, a point a step. For what is older
// than the console's own memory. Plain values.
#pragma once

#include "base/result.h"
#include "domain/metrics.h"
#include "domain/selection.h"

#include <QMetaType>

namespace causeway::app::sdk {

struct RangeQuery {
    domain::Selection selection;
    domain::TimeRange range;
    domain::Milliseconds step = std::chrono::seconds(10);
};

// A step that nobody reported is absent.
struct RangeAnswer {
    Result<domain::MetricsSeries> series;
};

} // namespace causeway::app::sdk

Q_DECLARE_METATYPE(causeway::app::sdk::RangeAnswer)
