// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/figures_of.h"

namespace causeway::app::pages {

std::vector<Slot> slotsOf(const domain::MetricsSeries& series) {
    std::vector<Slot> slots;
    // The store's steps end at whole multiples of the step.
    const auto steps = (series.range.begin.time_since_epoch() / series.step) + 1;
    domain::Instant end{steps * series.step};
    auto point = series.points.begin();
    for (; end - series.step < series.range.end; end += series.step) {
        while (point != series.points.end() && point->end < end)
            ++point;
        const bool has = point != series.points.end() && point->end == end;
        slots.push_back({end, has ? point->sum.get() : nullptr});
    }
    return slots;
}

} // namespace causeway::app::pages
