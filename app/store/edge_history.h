// SPDX-License-Identifier: GPL-3.0-or-later
// The last quarter of an hour of every edge, second by second, in a compact form, joined from both
// ends. Bounded in time and in memory. Owned by the Store, on the GUI thread.
#pragma once

#include "domain/metrics.h"
#include "domain/selection.h"
#include "sdk/updates.h"
#include "store/packed_sample.h"

#include <deque>
#include <map>
#include <optional>

namespace causeway::app::store {

class EdgeHistory {
public:
    static constexpr domain::Milliseconds kKept = std::chrono::minutes(16);

    void append(const QString& cluster, const sdk::EdgeTick& tick);

    [[nodiscard]] std::optional<domain::Instant> newest() const;
    [[nodiscard]] std::optional<domain::Instant> oldest() const;
    // Of one reporting cluster.
    [[nodiscard]] std::optional<domain::Instant> newest(const QString& cluster) const;

    // Every edge with anything counted in the window.
    [[nodiscard]] std::map<domain::EdgeKey, domain::EdgeStats>
    edges(const domain::TimeRange& window) const;
    [[nodiscard]] domain::MetricsSeries series(const domain::Selection& selection,
                                               const domain::TimeRange& range,
                                               domain::Milliseconds step) const;

private:
    struct Tick {
        domain::Instant end;
        domain::Milliseconds duration;
    };
    struct Edge {
        std::deque<PackedSample> samples; // ascending by end
    };

    [[nodiscard]] domain::Milliseconds covered(const domain::EdgeKey& key,
                                               const domain::TimeRange& window) const;
    void dropBefore(domain::Instant limit);

    std::map<QString, std::deque<Tick>> m_ticks; // by reporting cluster
    std::map<domain::EdgeKey, Edge> m_edges;
};

} // namespace causeway::app::store
