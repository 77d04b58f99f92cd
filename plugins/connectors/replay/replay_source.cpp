// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay_source.h"

namespace causeway::app::replay {

using namespace domain;

namespace {

constexpr Milliseconds kLook = std::chrono::milliseconds(200);

} // namespace

ReplaySource::ReplaySource(std::shared_ptr<const Scene> scene, const SceneCluster& cluster,
                           const Clock& clock)
    : m_scene(std::move(scene)), m_cluster(cluster), m_clock(clock) {
    m_timer.setInterval(kLook);
    connect(&m_timer, &QTimer::timeout, this, &ReplaySource::tellDue);
}

Instant ReplaySource::now() const {
    return std::chrono::floor<Milliseconds>(m_clock.wallNow());
}

void ReplaySource::start() {
    // Whole seconds, so that points of several clusters fall together.
    m_told = std::chrono::floor<std::chrono::seconds>(now());
    m_shift = m_told - m_scene->end;
    m_next = 0;
    const sdk::Updates updates = recorded(m_cluster, m_shift);
    if (!updates.empty()) {
        Q_EMIT roleKnown(m_cluster.role);
        Q_EMIT updated(updates);
    }
    if (m_cluster.silence)
        Q_EMIT lost(m_cluster.silence->lost);
    else
        m_timer.start();
}

void ReplaySource::stop() {
    m_timer.stop();
}

void ReplaySource::tellDue() {
    sdk::Updates updates;
    while (m_told + m_scene->step <= now()) {
        m_told += m_scene->step;
        updates.ticks.push_back(m_cluster.ticks[m_next]);
        updates.ticks.back().end = m_told;
        m_next = (m_next + 1) % m_cluster.ticks.size();
    }
    if (!updates.empty())
        Q_EMIT updated(updates);
}

// Answers from the recording alone: what the cluster's callees counted, summed a step at a time.
void ReplaySource::queryRange(sdk::RequestId id, const sdk::RangeQuery& query) {
    if (query.step <= Milliseconds(0)) {
        Q_EMIT rangeAnswered(id, {fail(ErrorKind::InvalidInput, "a range needs a step above 0")});
        return;
    }
    MetricsSeries series{query.range, query.step, {}};
    const sdk::Updates all = recorded(m_cluster, m_shift);
    for (Instant end = query.range.begin + query.step; end <= query.range.end; end += query.step) {
        EdgeStats sum;
        const TimeRange window{end - query.step, end};
        for (const sdk::EdgeTick& tick : all.ticks) {
            if (!window.contains(tick.end))
                continue;
            sum.covered += tick.duration;
            for (const sdk::EdgeSample& sample : tick.samples)
                if (query.selection.covers(sample.key)) {
                    EdgeStats one;
                    (sample.side == sdk::Side::Caller ? one.caller : one.callee) = sample.counted;
                    sum.mergeEdge(one);
                }
        }
        if (sum.covered > Milliseconds(0))
            series.points.push_back({end, std::make_shared<const EdgeStats>(std::move(sum))});
    }
    Q_EMIT rangeAnswered(id, {std::move(series)});
}

} // namespace causeway::app::replay
