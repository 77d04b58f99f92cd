// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/edge_history.h"

#include "base/assert.h"

#include <algorithm>

namespace causeway::app::store {

namespace {

using namespace domain;
using std::chrono::ceil;
using std::chrono::floor;
using std::chrono::minutes;

constexpr std::size_t kSeriesKept = 64; // of selections with a step

Instant ceilTo(Instant at, Milliseconds step) {
    const auto steps = (at.time_since_epoch() + step - Milliseconds(1)) / step;
    return Instant(steps * step);
}

// Adds the packed samples whose ends lie in the window.
void addSamples(const std::map<Instant, QByteArray>& samples, const TimeRange& window,
                std::optional<SideStats>& into) {
    const auto last = samples.upper_bound(window.end);
    for (auto it = samples.upper_bound(window.begin); it != last; ++it) {
        const auto counted = unpack(it->second);
        CAUSEWAY_ASSERT(counted.has_value()); // we packed it ourselves
        if (into)
            into->merge(*counted);
        else
            into = *counted;
    }
}

void add(QByteArray& packed, SideStats counted) {
    if (!packed.isEmpty()) {
        const auto before = unpack(packed);
        CAUSEWAY_ASSERT(before.has_value());
        counted.merge(*before);
    }
    packed = pack(counted);
}

template <typename Map> void eraseUpTo(Map& map, Instant limit) {
    map.erase(map.begin(), map.upper_bound(limit));
}

} // namespace

bool EdgeHistory::append(const QString& cluster, const sdk::EdgeTick& tick) {
    const auto newestSoFar = newest();
    if (newestSoFar && tick.end <= *newestSoFar - m_kept)
        return false;
    if (!m_ticks[cluster]
             .try_emplace(tick.end, Tick{tick.end, tick.duration, tick.proxiesReporting,
                                         tick.proxiesExpected})
             .second)
        return false;
    for (const sdk::EdgeSample& sample : tick.samples) {
        Edge& edge = m_edges[sample.key];
        Track& track = sample.side == sdk::Side::Caller ? edge.caller : edge.callee;
        add(track.samples[tick.end], sample.counted);
        track.minutes.erase(ceil<minutes>(tick.end));
    }
    forgetSums(tick.end);
    if (!newestSoFar || tick.end > *newestSoFar)
        dropBefore(tick.end - m_kept);
    return true;
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

std::optional<Instant> EdgeHistory::newest(const QString& cluster) const {
    const auto found = m_ticks.find(cluster);
    if (found == m_ticks.end() || found->second.empty())
        return std::nullopt;
    return found->second.rbegin()->first;
}

std::optional<EdgeHistory::Tick> EdgeHistory::tickAt(const QString& cluster, Instant at) const {
    const auto found = m_ticks.find(cluster);
    if (found == m_ticks.end())
        return std::nullopt;
    const auto after = found->second.upper_bound(at);
    return after == found->second.begin() ? std::nullopt : std::optional(std::prev(after)->second);
}

std::map<EdgeKey, EdgeStats> EdgeHistory::edges(const TimeRange& window) const {
    std::map<EdgeKey, EdgeStats> edges;
    for (const auto& [key, edge] : m_edges)
        edges.emplace_hint(edges.end(), key, sum(key, edge, window));
    return edges;
}

MetricsSeries EdgeHistory::series(const Selection& selection, const TimeRange& range,
                                  Milliseconds step) const {
    CAUSEWAY_ASSERT(step > Milliseconds(0));
    const auto key = std::pair(selection.id(), step);
    if (m_points.size() >= kSeriesKept && !m_points.contains(key))
        m_points.clear();
    Points& points = m_points[key];
    MetricsSeries series{range, step, {}};
    for (Instant end = ceilTo(range.begin + Milliseconds(1), step); end - step < range.end;
         end += step) {
        auto found = points.find(end);
        if (found == points.end())
            found = points.emplace(end, point(selection, {end - step, end})).first;
        if (found->second.covered > Milliseconds(0))
            series.points.push_back({end, found->second});
    }
    return series;
}

EdgeStats EdgeHistory::point(const Selection& selection, const TimeRange& window) const {
    EdgeStats total;
    for (const auto& [key, edge] : m_edges)
        if (selection.covers(key))
            total.mergeEdge(sum(key, edge, window));
    return total;
}

EdgeStats EdgeHistory::sum(const EdgeKey& key, const Edge& edge, const TimeRange& window) const {
    EdgeStats stats;
    stats.caller = sum(edge.caller, window);
    stats.callee = sum(edge.callee, window);
    const bool seenByCaller = !edge.caller.samples.empty();
    stats.covered = covered(seenByCaller ? key.source.cluster : key.destination.cluster, window);
    // Reported and nothing counted is a zero that was measured; not reported stays unknown.
    if (!stats.caller && seenByCaller && stats.covered > Milliseconds(0))
        stats.caller.emplace();
    if (!stats.callee && !edge.callee.samples.empty()
        && covered(key.destination.cluster, window) > Milliseconds(0))
        stats.callee.emplace();
    return stats;
}

std::optional<SideStats> EdgeHistory::sum(const Track& track, const TimeRange& window) const {
    std::optional<SideStats> total;
    const Instant firstMinute = ceil<minutes>(window.begin);
    const Instant lastMinute = floor<minutes>(window.end);
    if (firstMinute >= lastMinute) {
        addSamples(track.samples, window, total);
        return total;
    }
    addSamples(track.samples, {window.begin, firstMinute}, total);
    for (Instant end = firstMinute + minutes(1); end <= lastMinute; end += minutes(1))
        if (const QByteArray packed = minute(track, end); !packed.isEmpty())
            addSamples({{end, packed}}, {end - minutes(1), end}, total);
    addSamples(track.samples, {lastMinute, window.end}, total);
    return total;
}

// Empty when nothing was counted in that minute.
QByteArray EdgeHistory::minute(const Track& track, Instant end) const {
    auto found = track.minutes.find(end);
    if (found == track.minutes.end()) {
        std::optional<SideStats> total;
        addSamples(track.samples, {end - minutes(1), end}, total);
        found = track.minutes.emplace(end, total ? pack(*total) : QByteArray()).first;
    }
    return found->second;
}

Milliseconds EdgeHistory::covered(const QString& cluster, const TimeRange& window) const {
    const auto found = m_ticks.find(cluster);
    if (found == m_ticks.end())
        return Milliseconds(0);
    Milliseconds total{0};
    const auto last = found->second.upper_bound(window.end);
    for (auto it = found->second.upper_bound(window.begin); it != last; ++it)
        total += it->second.length;
    return total;
}

// A tick that came changes every sum over a point that holds it.
void EdgeHistory::forgetSums(Instant end) {
    for (auto& [key, points] : m_points)
        points.erase(ceilTo(end, key.second));
}

void EdgeHistory::dropBefore(Instant limit) {
    for (auto& [cluster, ticks] : m_ticks)
        eraseUpTo(ticks, limit);
    for (auto& [key, points] : m_points)
        eraseUpTo(points, limit);
    for (auto it = m_edges.begin(); it != m_edges.end();) {
        for (Track* track : {&it->second.caller, &it->second.callee}) {
            eraseUpTo(track->samples, limit);
            eraseUpTo(track->minutes, limit);
        }
        const bool silent = it->second.caller.samples.empty() && it->second.callee.samples.empty();
        it = silent ? m_edges.erase(it) : std::next(it);
    }
}

} // namespace causeway::app::store
