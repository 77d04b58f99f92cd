// SPDX-License-Identifier: GPL-3.0-or-later
// The last quarter of an hour, tick by tick, from both ends of every edge. What is older than a few
// minutes is kept in steps of ten seconds, and earlier when there is much of it: bounded in time
// and in bytes. Tells a listener each tick that comes or goes, so that a running sum can follow.
// Reading changes nothing. One thread, or many that only read.
#pragma once

#include "domain/metrics.h"
#include "store/packed_tick.h"

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace causeway::app::store {

struct HistoryLimits {
    domain::Milliseconds kept = std::chrono::minutes(16);
    domain::Milliseconds fine = std::chrono::minutes(6); // by the tick; then in coarse steps
    domain::Milliseconds coarse = std::chrono::seconds(10);
    // Beyond it, steps begin after `fineAtLeast`, and when that is not enough the oldest goes.
    std::size_t bytes = 512U * 1024 * 1024;
    domain::Milliseconds fineAtLeast = std::chrono::seconds(80);
};

class EdgeHistory {
public:
    using Ticks = std::map<domain::Instant, std::shared_ptr<const PackedTick>>; // by end
    enum class Change { Came, Went };
    using Listener = std::function<void(const PackedTick&, Change)>;

    explicit EdgeHistory(HistoryLimits limits = {})
        : m_limits(limits), m_reporters(m_subjects.size()) {}

    void setListener(Listener listener) { m_listener = std::move(listener); }
    // Ticks may come late and out of order; one that is already there is not counted again.
    // Returns false for such a one.
    bool append(const QString& cluster, const sdk::EdgeTick& tick);

    // Over all clusters.
    [[nodiscard]] std::optional<domain::Instant> newest() const;
    [[nodiscard]] std::optional<domain::Instant> oldest() const;
    // The last tick of a cluster that ended at or before `at`; null: none is kept.
    [[nodiscard]] const PackedTick* tickAt(const QString& cluster, domain::Instant at) const;
    [[nodiscard]] const std::map<QString, Ticks>& ticks() const { return m_ticks; }
    [[nodiscard]] const Subjects& subjects() const { return m_subjects; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    // Edges that something was counted on in the time that is kept, in the order in which they came.
    [[nodiscard]] std::vector<Subject> liveEdges() const;
    // Rises when such an edge comes or goes.
    [[nodiscard]] std::uint64_t shape() const { return m_shape; }

    // Who counts a side of it; a group's are those of its edges.
    struct Reporters {
        std::array<std::set<QString>, 2> clusters; // by side
        domain::Instant seen{};                    // when something was counted last
        bool live = false;
    };
    [[nodiscard]] const Reporters& reporters(Subject subject) const { return m_reporters[subject]; }
    // How much of the window its reporters told: the longest, for a group.
    [[nodiscard]] domain::Milliseconds covered(Subject subject,
                                               const domain::TimeRange& window) const;
    // A side that is reported without anything counted is a zero that was measured.
    [[nodiscard]] bool reports(Subject subject, sdk::Side side,
                               const domain::TimeRange& window) const;

    // With legs, summed from the ticks: for one subject, not for all of them every second.
    [[nodiscard]] domain::EdgeStats sum(Subject subject, const domain::TimeRange& window) const;
    // Every edge that is live, also those with nothing counted in the window.
    [[nodiscard]] std::map<domain::EdgeKey, domain::EdgeStats>
    edges(const domain::TimeRange& window) const;
    // Points end at whole multiples of the step; the last one may lie beyond the range's end.
    [[nodiscard]] domain::MetricsSeries series(const domain::Selection& selection,
                                               const domain::TimeRange& range,
                                               domain::Milliseconds step) const;

private:
    [[nodiscard]] domain::Milliseconds covered(const std::set<QString>& clusters,
                                               const domain::TimeRange& window) const;
    void note(const QString& cluster, const PackedTick& tick);
    void hold(const QString& cluster, std::shared_ptr<const PackedTick> tick);
    Ticks::iterator letGo(Ticks& ticks, Ticks::iterator at);
    void dropBefore(domain::Instant limit);
    void coarsen(const QString& cluster, domain::Instant until);
    void fit();

    HistoryLimits m_limits;
    Listener m_listener;
    Subjects m_subjects;
    std::map<QString, Ticks> m_ticks; // by reporting cluster
    std::map<QString, domain::Instant> m_coarseUntil;
    std::vector<Reporters> m_reporters; // by subject
    std::uint64_t m_shape = 0;
    std::size_t m_bytes = 0;
};

} // namespace causeway::app::store
