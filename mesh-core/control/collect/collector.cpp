// SPDX-License-Identifier: Apache-2.0
#include "control/collect/collector.h"

#include "base/log.h"
#include "causeway/v1/admin.pb.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;

constexpr Duration kGrace = 500ms;        // for reports of a second that is over
constexpr Duration kPatience = 1500ms;    // for those of proxies that reported just before
constexpr Second kAwaited = 2;            // a proxy that is silent for longer holds up nobody
constexpr Duration kLabelMayBeAhead = 2s; // beyond that a proxy's clock is wrong
constexpr Duration kForgetProcess = 24h;
constexpr Second kTidyEvery = 10;
constexpr std::size_t kTicksKept = 32;
constexpr std::size_t kMaxPendingBytes = 8U << 20U;

Second floorSecond(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Second nextBucket(Second second) {
    const Second past = second % History::kBucketSeconds;
    return past == 0 ? second : second + History::kBucketSeconds - past;
}

Collector::Piece pieceOf(SecondOfEdges second) {
    return {.start = second.second,
            .length = 1,
            .coveredSeconds = 1,
            .proxies = second.proxies,
            .edges = std::move(second.edges)};
}

EdgeBytes samplesOf(const v1::TelemetryReport& report) {
    v1::EdgeTick tick;
    *tick.mutable_edges() = report.edges();
    *tick.mutable_probes() = report.probes();
    return std::make_shared<const std::string>(tick.SerializeAsString());
}

} // namespace

Result<std::unique_ptr<Collector>> Collector::open(const std::string& path, const Clock& clock,
                                                   EventLog& events) {
    CAUSEWAY_TRY(History history, History::open(path, History::Limits()));
    CAUSEWAY_TRY(auto progresses, history.progresses());
    std::unique_ptr<Collector> collector(new Collector(std::move(history), clock, events));
    for (auto& [process, progress] : progresses)
        collector->m_counted.restore(process, std::move(progress));
    return collector;
}

Collector::Collector(History history, const Clock& clock, EventLog& events)
    : m_clock(clock), m_events(events), m_history(std::move(history)) {
    m_publishedUntil = floorSecond(clock.wallNow() - kGrace);
    m_ring.startAt(m_publishedUntil);
}

Second Collector::secondOf(const v1::TelemetryReport& report) const {
    const WallTime now = m_clock.wallNow();
    WallTime end{std::chrono::seconds(report.end().seconds()) + Duration(report.end().nanos())};
    // A label that cannot be true is replaced by the time of arrival.
    if (end > now + kLabelMayBeAhead || end < now - std::chrono::seconds(History::Limits().seconds))
        end = now;
    return floorSecond(std::min(end, now) - 1ns);
}

Collector::Generation Collector::record(const v1::TelemetryReport& report) {
    const std::string proxy = report.proxy().namespace_() + "/" + report.proxy().instance();
    const ProcessKey process{.proxy = proxy, .epoch = report.proxy().epoch()};
    const Second second = secondOf(report);
    const std::lock_guard lock(m_mutex);
    if (!m_counted.add(process, report.sequence(), m_clock.wallNow()))
        return m_counted.hasChanged(process) ? m_generation : m_generation - 1;
    EdgeBytes edges = samplesOf(report);
    m_ring.add(second, proxy, edges);
    Second& newest = m_newest[process];
    newest = std::max(newest, second);
    m_pendingBytes += edges->size();
    auto slot = std::ranges::find(m_pending, second, &SecondOfEdges::second);
    if (slot == m_pending.end())
        slot = m_pending.insert(slot, {.second = second, .edges = {}, .proxies = 0});
    slot->edges.push_back(std::move(edges));
    return m_generation;
}

Collector::Generation Collector::flushed() const {
    const std::lock_guard lock(m_mutex);
    return m_flushed;
}

void Collector::turn() {
    publish();
    if (m_onTick)
        m_onTick();
    if (flush() && m_onFlushed)
        m_onFlushed();
    tidy();
}

void Collector::publish() {
    const std::lock_guard lock(m_mutex);
    const Second until = settledUntil();
    if (until == m_publishedUntil)
        return;
    m_publishedUntil = until;
    auto seconds = m_ring.publish(m_publishedUntil);
    const auto add = [this](Piece piece) {
        m_ticks.push_back(std::move(piece));
        ++m_nextTick;
    };
    for (SecondOfEdges& second : seconds)
        add(pieceOf(std::move(second)));
    // A tick that nobody reported for says so; in the past such a second is just absent.
    if (seconds.empty() || seconds.back().second < m_publishedUntil - 1)
        add({.start = m_publishedUntil - 1,
             .length = 1,
             .coveredSeconds = 0,
             .proxies = 0,
             .edges = {}});
    while (m_ticks.size() > kTicksKept)
        m_ticks.pop_front();
    m_ring.trim(m_publishedUntil);
    std::erase_if(m_newest, [until](const auto& each) { return each.second < until - kAwaited; });
}

// A second that only some of the proxies have reported shows too little traffic.
Second Collector::settledUntil() const {
    const WallTime now = m_clock.wallNow();
    const Second atLeast = std::max(m_publishedUntil, floorSecond(now - kPatience));
    const auto isAwaited = [&](Second second) {
        return std::ranges::any_of(m_newest, [second](const auto& process) {
            return process.second < second && process.second >= second - kAwaited;
        });
    };
    Second until = std::max(m_publishedUntil, floorSecond(now - kGrace));
    while (until > atLeast && isAwaited(until - 1))
        --until;
    return until;
}

bool Collector::flush() {
    const std::lock_guard historyLock(m_historyMutex);
    std::vector<SecondOfEdges> seconds;
    History::Progresses counted;
    Generation generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        counted = m_counted.takeChanged();
        if (counted.empty())
            return false;
        seconds = std::exchange(m_pending, {});
        m_pendingBytes = 0;
        generation = m_generation++;
    }
    if (const auto written = m_history.append(seconds, counted); !written) {
        flushFailed(written.error(), std::move(seconds), counted);
        return false;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_flushed = generation;
    }
    if (std::exchange(m_diskFails, false))
        m_events.add(Severity::Info, "telemetry.recovered", "history",
                     "telemetry is written to disk again");
    return true;
}

void Collector::flushFailed(const Error& error, std::vector<SecondOfEdges> seconds,
                            const History::Progresses& counted) {
    if (!std::exchange(m_diskFails, true))
        m_events.add(Severity::Warning, "telemetry.degraded", "history",
                     "telemetry cannot be written to disk, live figures go on: "
                         + error.describe());
    const std::lock_guard lock(m_mutex);
    m_counted.markChanged(counted);
    for (SecondOfEdges& second : seconds) {
        for (const EdgeBytes& edges : second.edges)
            m_pendingBytes += edges->size();
        m_pending.push_back(std::move(second));
    }
    if (m_pendingBytes > kMaxPendingBytes) {
        m_pending.clear(); // history keeps a gap; memory does not grow
        m_pendingBytes = 0;
    }
}

void Collector::tidy() {
    const WallTime now = m_clock.wallNow();
    const Second second = floorSecond(now);
    if (second < m_lastTidy + kTidyEvery)
        return;
    m_lastTidy = second;
    std::vector<ProcessKey> forgotten;
    {
        const std::lock_guard lock(m_mutex);
        forgotten = m_counted.forgetSilent(now - kForgetProcess);
    }
    const std::lock_guard lock(m_historyMutex);
    auto tidied = m_history.prune(second, forgotten);
    if (tidied)
        tidied = m_history.compact(second - kTidyEvery);
    if (!tidied && !m_diskFails)
        log::warn("tidying telemetry: {}", tidied.error().describe());
}

Collector::Recent Collector::recent(Second from, Second to) const {
    const std::lock_guard lock(m_mutex);
    const Second split = nextBucket(m_ring.completeFrom());
    return {
        .seconds = m_ring.range(std::max(from, split), to), .split = split, .nextTick = m_nextTick};
}

Status Collector::visitHistory(Second from, Second to,
                               const std::function<void(const Piece&)>& see) const {
    const std::lock_guard lock(m_historyMutex);
    return m_history.visit(nextBucket(from), to, [&](const History::Bucket& bucket) {
        see({.start = bucket.start,
             .length = History::kBucketSeconds,
             .coveredSeconds = bucket.coveredSeconds,
             .proxies = 0,
             .edges = bucket.edges});
    });
}

Status Collector::visit(Second from, Second to,
                        const std::function<void(const Piece&)>& see) const {
    Recent known = recent(from, to);
    if (from < known.split)
        CAUSEWAY_CHECK(visitHistory(from, std::min(to, known.split), see));
    for (SecondOfEdges& second : known.seconds)
        see(pieceOf(std::move(second)));
    return {};
}

Collector::Backlog Collector::backlog(Second seconds) const {
    const Second from = publishedUntil() - seconds;
    Recent known = recent(from, std::numeric_limits<Second>::max());
    Backlog backlog{.pieces = {}, .next = known.nextTick};
    const auto keep = [&](const Piece& piece) { backlog.pieces.push_back(piece); };
    if (const auto visited = visitHistory(from, known.split, keep); !visited)
        log::warn("backlog of edges is shorter: {}", visited.error().describe());
    for (SecondOfEdges& second : known.seconds)
        keep(pieceOf(std::move(second)));
    return backlog;
}

std::vector<Collector::Piece> Collector::ticksFrom(std::uint64_t& next) const {
    const std::lock_guard lock(m_mutex);
    const std::uint64_t oldest = m_nextTick - m_ticks.size();
    const auto skip = static_cast<std::ptrdiff_t>(std::max(next, oldest) - oldest);
    next = m_nextTick;
    return {m_ticks.begin() + skip, m_ticks.end()};
}

Second Collector::publishedUntil() const {
    const std::lock_guard lock(m_mutex);
    return m_publishedUntil;
}

} // namespace causeway::control
