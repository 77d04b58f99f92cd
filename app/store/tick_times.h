// SPDX-License-Identifier: GPL-3.0-or-later
// When each cluster told something, and how many of its proxies did: enough to say what there is of
// an instant without looking at what was counted. Bounded in time. Plain value.
#pragma once

#include "sdk/updates.h"

#include <map>
#include <optional>

namespace causeway::app::store {

class TickTimes {
public:
    static constexpr domain::Milliseconds kKept = std::chrono::minutes(16);

    struct Tick {
        domain::Instant end{};
        domain::Milliseconds length{0};
        int proxiesReporting = 0;
        int proxiesExpected = 0;
    };

    // False: it is there already, or too old.
    bool add(const QString& cluster, const sdk::EdgeTick& tick) {
        if (tick.end <= m_newest - kKept)
            return false;
        auto& ticks = m_ticks[cluster];
        if (!ticks
                 .try_emplace(tick.end, Tick{tick.end, tick.duration, tick.proxiesReporting,
                                             tick.proxiesExpected})
                 .second)
            return false;
        m_newest = std::max(m_newest, tick.end);
        for (auto& [name, all] : m_ticks)
            all.erase(all.begin(), all.upper_bound(m_newest - kKept));
        return true;
    }
    // The last one that ended at or before `at`.
    [[nodiscard]] std::optional<Tick> at(const QString& cluster, domain::Instant at) const {
        const auto found = m_ticks.find(cluster);
        if (found == m_ticks.end())
            return std::nullopt;
        const auto after = found->second.upper_bound(at);
        return after == found->second.begin() ? std::nullopt
                                              : std::optional(std::prev(after)->second);
    }
    [[nodiscard]] std::optional<domain::Instant> newest(const QString& cluster) const {
        const auto last = at(cluster, domain::Instant::max());
        return last ? std::optional(last->end) : std::nullopt;
    }

private:
    std::map<QString, std::map<domain::Instant, Tick>> m_ticks; // by cluster and end
    domain::Instant m_newest{};
};

} // namespace causeway::app::store
