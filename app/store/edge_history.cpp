// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/edge_history.h"

#include "base/assert.h"

#include <algorithm>

namespace causeway::app::store {

namespace {

using namespace domain;
using sdk::Side;

Instant ceilTo(Instant at, Milliseconds step) {
    const auto steps = (at.time_since_epoch() + step - Milliseconds(1)) / step;
    return Instant(steps * step);
}

} // namespace

bool EdgeHistory::append(const QString& cluster, const sdk::EdgeTick& tick) {
    const auto newestSoFar = newest();
    if (newestSoFar && tick.end <= *newestSoFar - m_limits.kept)
        return false;
    if (m_ticks[cluster].contains(tick.end))
        return false;
    auto packed = PackedTick::of(tick, m_subjects);
    m_reporters.resize(m_subjects.size());
    note(cluster, *packed);
    hold(cluster, std::move(packed));
    if (newestSoFar && tick.end <= *newestSoFar)
        return true;
    dropBefore(tick.end - m_limits.kept);
    coarsen(cluster, tick.end - m_limits.fine);
    if (m_bytes > m_limits.bytes)
        fit();
    return true;
}

void EdgeHistory::note(const QString& cluster, const PackedTick& tick) {
    for (const Side side : kSides)
        for (const PackedTick::Entry& entry : tick.entries(side)) {
            Reporters& reporters = m_reporters[entry.subject];
            auto& clusters = reporters.clusters[std::size_t(side)];
            if (!clusters.contains(cluster))
                clusters.insert(cluster);
            reporters.seen = std::max(reporters.seen, tick.end);
            if (!std::exchange(reporters.live, true) && m_subjects.isEdge(entry.subject))
                ++m_shape;
        }
}

void EdgeHistory::hold(const QString& cluster, std::shared_ptr<const PackedTick> tick) {
    m_bytes += tick->size();
    if (m_listener)
        m_listener(*tick, Change::Came);
    const Instant end = tick->end;
    m_ticks[cluster].insert_or_assign(end, std::move(tick));
}

EdgeHistory::Ticks::iterator EdgeHistory::letGo(Ticks& ticks, Ticks::iterator at) {
    m_bytes -= at->second->size();
    if (m_listener)
        m_listener(*at->second, Change::Went);
    return ticks.erase(at);
}

void EdgeHistory::dropBefore(Instant limit) {
    bool dropped = false;
    for (auto& [cluster, ticks] : m_ticks)
        while (!ticks.empty() && ticks.begin()->first <= limit) {
            letGo(ticks, ticks.begin());
            dropped = true;
        }
    if (!dropped)
        return;
    for (Subject subject = 0; subject < m_reporters.size(); ++subject) {
        Reporters& reporters = m_reporters[subject];
        if (!reporters.live || reporters.seen > limit)
            continue;
        reporters = {};
        m_shape += m_subjects.isEdge(subject) ? 1 : 0;
    }
}

// One tick instead of those of each whole step that ended by `until`.
void EdgeHistory::coarsen(const QString& cluster, Instant until) {
    Ticks& ticks = m_ticks[cluster];
    Instant& done = m_coarseUntil[cluster];
    auto first = ticks.upper_bound(done);
    while (first != ticks.end()) {
        const Instant step = ceilTo(first->first, m_limits.coarse);
        if (step > until)
            return;
        const auto last = ticks.upper_bound(step);
        std::vector<std::shared_ptr<const PackedTick>> fine;
        for (auto it = first; it != last; ++it)
            fine.push_back(it->second);
        if (fine.size() > 1) {
            for (auto it = first; it != last;)
                it = letGo(ticks, it);
            hold(cluster, PackedTick::merged(fine));
        }
        done = step;
        first = ticks.upper_bound(done);
    }
}

void EdgeHistory::fit() {
    const Instant end = newest().value_or(Instant());
    for (const auto& [cluster, ticks] : m_ticks)
        coarsen(cluster, end - m_limits.fineAtLeast);
    while (m_bytes > m_limits.bytes && *oldest() < end - m_limits.fineAtLeast)
        dropBefore(*oldest());
}

std::optional<Instant> EdgeHistory::newest() const {
    std::optional<Instant> newest;
    for (const auto& [cluster, ticks] : m_ticks)
        if (!ticks.empty() && (!newest || ticks.rbegin()->first > *newest))
            newest = ticks.rbegin()->first;
    return newest;
}

std::optional<Instant> EdgeHistory::oldest() const {
    std::optional<Instant> oldest;
    for (const auto& [cluster, ticks] : m_ticks)
        if (!ticks.empty() && (!oldest || ticks.begin()->first < *oldest))
            oldest = ticks.begin()->first;
    return oldest;
}

const PackedTick* EdgeHistory::tickAt(const QString& cluster, Instant at) const {
    const auto found = m_ticks.find(cluster);
    if (found == m_ticks.end())
        return nullptr;
    const auto after = found->second.upper_bound(at);
    return after == found->second.begin() ? nullptr : std::prev(after)->second.get();
}

std::vector<Subject> EdgeHistory::liveEdges() const {
    std::vector<Subject> edges;
    for (Subject subject = 0; subject < m_reporters.size(); ++subject)
        if (m_reporters[subject].live && m_subjects.isEdge(subject))
            edges.push_back(subject);
    return edges;
}

Milliseconds EdgeHistory::covered(const std::set<QString>& clusters,
                                  const TimeRange& window) const {
    Milliseconds most{0};
    for (const QString& cluster : clusters) {
        const auto found = m_ticks.find(cluster);
        if (found == m_ticks.end())
            continue;
        Milliseconds total{0};
        const auto last = found->second.upper_bound(window.end);
        for (auto it = found->second.upper_bound(window.begin); it != last; ++it)
            total += it->second->length;
        most = std::max(most, total);
    }
    return most;
}

Milliseconds EdgeHistory::covered(Subject subject, const TimeRange& window) const {
    const auto& [callers, callees] = m_reporters[subject].clusters;
    return covered(callers.empty() ? callees : callers, window);
}

bool EdgeHistory::reports(Subject subject, Side side, const TimeRange& window) const {
    return covered(m_reporters[subject].clusters[std::size_t(side)], window) > Milliseconds(0);
}

EdgeStats EdgeHistory::sum(Subject subject, const TimeRange& window) const {
    std::array<std::optional<SparseSample>, 2> sums;
    SparseSample sample;
    for (const Side side : kSides) {
        auto& sum = sums[std::size_t(side)];
        for (const QString& cluster : m_reporters[subject].clusters[std::size_t(side)]) {
            const auto found = m_ticks.find(cluster);
            if (found == m_ticks.end())
                continue;
            const auto last = found->second.upper_bound(window.end);
            for (auto it = found->second.upper_bound(window.begin); it != last; ++it)
                if (const auto* entry = it->second->find(side, subject)) {
                    readPacked(it->second->packed(*entry), Depth::Whole, sample);
                    if (!sum)
                        sum.emplace();
                    sum->add(sample);
                }
        }
        // Reported and nothing counted is a zero that was measured; not reported stays unknown.
        if (!sum && reports(subject, side, window))
            sum.emplace();
    }
    EdgeStats stats;
    stats.covered = covered(subject, window);
    if (sums[0])
        stats.caller = statsOf(*sums[0]);
    if (sums[1])
        stats.callee = statsOf(*sums[1]);
    return stats;
}

std::map<EdgeKey, EdgeStats> EdgeHistory::edges(const TimeRange& window) const {
    std::map<EdgeKey, EdgeStats> edges;
    for (const Subject edge : liveEdges())
        edges.emplace(m_subjects.edge(edge).name->key, sum(edge, window));
    return edges;
}

MetricsSeries EdgeHistory::series(const Selection& selection, const TimeRange& range,
                                  Milliseconds step) const {
    CAUSEWAY_ASSERT(step > Milliseconds(0));
    MetricsSeries series{range, step, {}};
    const Subject subject = m_subjects.find(selection);
    if (subject == kNoSubject)
        return series;
    for (Instant end = ceilTo(range.begin + Milliseconds(1), step); end - step < range.end;
         end += step) {
        auto point = std::make_shared<EdgeStats>(sum(subject, {end - step, end}));
        if (point->covered > Milliseconds(0))
            series.points.push_back({end, std::move(point)});
    }
    return series;
}

} // namespace causeway::app::store
