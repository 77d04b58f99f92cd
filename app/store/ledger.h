// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that was counted, and the sums of it that are asked for: of one window, which moves
// along, and of series in steps. What is asked again costs what came in between. Plain and without
// a thread of its own: see ledger_worker.h.
#pragma once

#include "store/look.h"
#include "store/past.h"
#include "store/window_sum.h"

namespace causeway::app::store {

// An edge with everything that was counted on it, legs too.
struct CallStats {
    domain::EdgeKey key;
    domain::EdgeStats now;
    domain::EdgeStats baseline;
};

class Ledger {
public:
    static constexpr domain::Milliseconds kBaseline = std::chrono::minutes(14);
    // Less of it than this is no baseline.
    static constexpr domain::Milliseconds kUsualNeeds = std::chrono::minutes(3);
    // A cluster may be this late before its data counts as old.
    static constexpr domain::Milliseconds kLate = std::chrono::seconds(5);
    // Of more edges than this, calls() tells only those over links.
    static constexpr std::size_t kMostCalls = 4000;

    explicit Ledger(HistoryLimits limits = {});
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    // False: it is there already, or too old.
    bool append(const QString& cluster, const sdk::EdgeTick& tick);
    // Whether the cluster's data may be shown as fresh.
    void setFresh(const QString& cluster, bool fresh);
    // Windows that end in its range are answered from it from now on; null: from memory alone.
    void setPast(std::shared_ptr<const Past> past);

    [[nodiscard]] const EdgeHistory& history() const { return m_history; }
    [[nodiscard]] std::shared_ptr<const Look> look(const domain::TimeRange& window);
    [[nodiscard]] domain::MetricsSeries series(const domain::Selection& selection,
                                               const domain::TimeRange& range,
                                               domain::Milliseconds step);
    [[nodiscard]] std::vector<CallStats> calls(const domain::TimeRange& window) const;
    // Samples looked at for looks since the start.
    [[nodiscard]] std::uint64_t work() const { return m_now.work() + m_baseline.work(); }

private:
    using Points = std::map<domain::Instant, std::shared_ptr<const domain::EdgeStats>>; // by end

    [[nodiscard]] const EdgeHistory& historyAt(domain::Instant end) const;
    void follow(const PackedTick& tick, EdgeHistory::Change change);
    void useHistory(const EdgeHistory& history);
    [[nodiscard]] bool stale(const QString& cluster, domain::Instant end) const;
    [[nodiscard]] bool stale(Subject subject) const;
    void findStale(domain::Instant end);
    void addEdges(Look& look) const;
    [[nodiscard]] EdgeRow row(Subject edge) const;
    void addTotals(Look& look) const;
    void findServicePairs();
    void addServicePairs(Look& look) const;

    EdgeHistory m_history;
    std::shared_ptr<const Past> m_past;
    std::map<QString, bool> m_fresh;
    // The sums are of this history; the look is what they came to.
    const EdgeHistory* m_of;
    WindowSum m_now;
    WindowSum m_baseline;
    std::map<QString, bool> m_stale; // by cluster, at the window's end
    std::vector<Subject> m_edges;    // the look's
    // Edges between the same two services, where there are several.
    std::vector<std::pair<QString, std::vector<Subject>>> m_servicePairs;
    std::shared_ptr<const Look> m_look;
    std::uint64_t m_number = 0; // of looks
    bool m_staleChanged = true;
    // By history, selection and step.
    std::map<std::tuple<const EdgeHistory*, QString, domain::Milliseconds>, Points> m_points;
};

} // namespace causeway::app::store
