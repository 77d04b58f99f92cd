// SPDX-License-Identifier: GPL-3.0-or-later
// Two readings of the store that several presenters share: the exact sum of a window, and a series
// with its gaps in place. Pure.
#pragma once

#include "store/store.h"

#include <optional>
#include <vector>

namespace causeway::app::pages {

struct WindowTotal {
    domain::EdgeStats now;
    domain::EdgeStats baseline; // the quarter of an hour before
};

// Exactly the window: a series is cut at whole steps and would reach beyond it.
[[nodiscard]] WindowTotal totalOf(const store::Store& store, const domain::Selection& selection,
                                  const domain::TimeRange& window);

struct Slot {
    domain::Instant end{};
    const domain::EdgeStats* stats = nullptr; // null: nobody reported
};
// A slot for every step of the series' range, also for those that are absent from it. Points into
// `series`, which must outlive the result.
[[nodiscard]] std::vector<Slot> slotsOf(const domain::MetricsSeries& series);
[[nodiscard]] std::vector<Slot> slotsOf(domain::MetricsSeries&& series) = delete;

// One figure of every slot, NaN where there is none.
template <typename Pick>
[[nodiscard]] QList<double> valuesOf(const domain::MetricsSeries& series, Pick pick) {
    QList<double> values;
    for (const Slot& slot : slotsOf(series)) {
        const std::optional<double> value =
            slot.stats != nullptr ? std::optional<double>(pick(*slot.stats)) : std::nullopt;
        values << value.value_or(qQNaN());
    }
    return values;
}

} // namespace causeway::app::pages
