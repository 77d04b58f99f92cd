// SPDX-License-Identifier: GPL-3.0-or-later
// The last quarter of an hour of every edge, second by second, from both ends. Samples are kept
// packed, whole minutes also as their sum, so that a long window costs minutes and not seconds.
// Bounded in time. Owned by the Store, on the GUI thread.
#pragma once

#include "domain/metrics.h"
#include "domain/selection.h"
#include "sdk/updates.h"
#include "store/packed_sample.h"

#include <array>
#include <deque>
#include <map>
#include <optional>

namespace causeway::app::store {

class EdgeHistory {
public:
    static constexpr domain::Milliseconds kKept = std::chrono::minutes(16);

    explicit EdgeHistory(domain::Milliseconds kept = kKept) : m_kept(kept) {}

    // Ticks may come late and out of order; one that is already there is not counted again.
    // Returns false for such a one.
    bool append(const QString& cluster, const sdk::EdgeTick& tick);

    // Over all clusters, or of one reporting cluster.
    [[nodiscard]] std::optional<domain::Instant> newest() const;
    [[nodiscard]] std::optional<domain::Instant> oldest() const;
    [[nodiscard]] std::optional<domain::Instant> newest(const QString& cluster) const;
    // The last tick of a cluster that ended at or before `at`; null: none is kept.
    struct Tick {
        domain::Instant end{};
        domain::Milliseconds length{0};
        int proxiesReporting = 0;
        int proxiesExpected = 0;
    };
    [[nodiscard]] std::optional<Tick> tickAt(const QString& cluster, domain::Instant at) const;

    // Every edge that is known, also those with nothing counted in the window.
    [[nodiscard]] std::map<domain::EdgeKey, domain::EdgeStats>
    edges(const domain::TimeRange& window) const;
    // Points end at whole multiples of the step; the last one may lie beyond the range's end.
    [[nodiscard]] domain::MetricsSeries series(const domain::Selection& selection,
                                               const domain::TimeRange& range,
                                               domain::Milliseconds step) const;

private:
    // What one side of one edge counted.
    struct Track {
        std::map<domain::Instant, QByteArray> samples;         // by end
        mutable std::map<domain::Instant, QByteArray> minutes; // by end of the minute; a cache
    };
    struct Edge {
        Track caller;
        Track callee;
    };
    using Ticks = std::map<domain::Instant, Tick>;               // by end
    using Points = std::map<domain::Instant, domain::EdgeStats>; // by end; a cache

    [[nodiscard]] std::optional<domain::SideStats> sum(const Track& track,
                                                       const domain::TimeRange& window) const;
    [[nodiscard]] QByteArray minute(const Track& track, domain::Instant end) const;
    [[nodiscard]] domain::EdgeStats sum(const domain::EdgeKey& key, const Edge& edge,
                                        const domain::TimeRange& window) const;
    [[nodiscard]] domain::Milliseconds covered(const QString& cluster,
                                               const domain::TimeRange& window) const;
    [[nodiscard]] domain::EdgeStats point(const domain::Selection& selection,
                                          const domain::TimeRange& window) const;
    void forgetSums(domain::Instant end);
    void dropBefore(domain::Instant limit);

    domain::Milliseconds m_kept;
    std::map<QString, Ticks> m_ticks; // by reporting cluster
    std::map<domain::EdgeKey, Edge> m_edges;
    // By selection and step, for charts that ask again every second.
    mutable std::map<std::pair<QString, domain::Milliseconds>, Points> m_points;
};

} // namespace causeway::app::store
