// SPDX-License-Identifier: GPL-3.0-or-later
// A series with its gaps in place, as several presenters read it. Pure.
#pragma once

#include "store/store.h"

#include <optional>
#include <vector>

namespace causeway::app::pages {

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
