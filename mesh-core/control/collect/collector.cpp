// SPDX-License-Identifier: Apache-2.0
#include "control/collect/collector.h"

#include "base/log.h"
#include "causeway/v1/admin.pb.h"
#include "control/collect/path_changes.h"
#include "control/collect/tick_samples.h"

#include <algorithm>
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
constexpr Second kTellEvery = 3600;
constexpr Second kSetBack = 5; // so far back, a clock was set and did not drift
constexpr std::size_t kTicksKept = 32;
constexpr std::size_t kMaxTickBytes = 32U << 20U;
constexpr std::size_t kMaxPendingBytes = 32U << 20U;

Second floorSecond(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

} // namespace

Result<std::unique_ptr<Collector>> Collector::open(const std::string& path, const Clock& clock,
                                                   EventLog& events,
                                                   const History::Limits& limits) {
    CAUSEWAY_TRY(auto history, History::open(path, limits, clock, events));
    CAUSEWAY_TRY(auto reader, HistoryReader::open(path, History::folderOf(path), events));
    CAUSEWAY_TRY(auto minute, MinuteSums::open(path, History::folderOf(path)));
    CAUSEWAY_TRY(auto progresses, history->progresses());
    std::unique_ptr<Collector> collector(new Collector(
        {std::move(history), std::move(reader), std::move(minute)}, clock, events));
    for (auto& [process, progress] : progresses)
        collector->m_counted.restore(process, std::move(progress));
    return collector;
}

Collector::Collector(Disk disk, const Clock& clock, EventLog& events)
    : m_clock(clock), m_events(events), m_history(std::move(disk.history)),
      m_reader(std::move(disk.reader)), m_minute(std::move(disk.minute)), m_pacedTime(clock) {
    m_publishedUntil = m_writtenUntil = floorSecond(clock.wallNow() - kGrace);
    m_ring.startAt(m_publishedUntil);
}

Second Collector::secondOf(const v1::TelemetryReport& report) {
    const WallTime now = m_clock.wallNow();
    WallTime end{std::chrono::seconds(report.end().seconds()) + Duration(report.end().nanos())};
    // A label that cannot be true is replaced by the time of arrival.
    if (end > now + kLabelMayBeAhead || end < now - std::chrono::seconds(History::kLatest)) {
        end = now;
        ++m_misdated;
    }
    return floorSecond(std::min(end, now) - 1ns);
}

Collector::Generation Collector::record(const v1::TelemetryReport& report) {
    Generation generation = 0;
    if (count(report, generation))
        tellPathChanges(report, m_events);
    return generation;
}

// False when it was counted before.
bool Collector::count(const v1::TelemetryReport& report, Generation& generation) {
    const std::string proxy = report.proxy().namespace_() + "/" + report.proxy().instance();
    const ProcessKey process{.proxy = proxy, .epoch = report.proxy().epoch()};
    const std::lock_guard lock(m_mutex);
    generation = m_generation;
    if (!m_counted.add(process, report.sequence(), m_clock.now())) {
        generation -= m_counted.hasChanged(process) ? 0 : 1;
        return false;
    }
    const Second second = secondOf(report);
    EdgeBytes edges =
        std::make_shared<const std::string>(samplesOf(report).SerializeAsString());
    m_ring.add(second, proxy, edges);
    Second& newest = m_newest[process];
    newest = std::max(newest, second);
    m_pendingBytes += edges->size();
    auto slot = std::ranges::find(m_pending, second, &SecondOfEdges::second);
    if (slot == m_pending.end())
        slot = m_pending.insert(slot, {.second = second, .edges = {}, .proxies = 0});
    slot->edges.push_back(std::move(edges));
    return true;
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
    moveMinute();
    tidy();
}

void Collector::publish() {
    const std::lock_guard lock(m_mutex);
    if (const Second newest = floorSecond(m_clock.wallNow() - kGrace);
        newest < m_publishedUntil - kSetBack)
        startAnewAfterJump(newest);
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
        add(Piece::of(std::move(second)));
    // A tick that nobody reported for says so; in the past such a second is just absent.
    if (seconds.empty() || seconds.back().second < m_publishedUntil - 1)
        add({.start = m_publishedUntil - 1,
             .length = 1,
             .coveredSeconds = 0,
             .proxies = 0,
             .edges = {}});
    std::size_t bytes = 0;
    for (const Piece& tick : m_ticks)
        for (const EdgeBytes& edges : tick.edges)
            bytes += edges->size();
    for (; m_ticks.size() > 1 && (m_ticks.size() > kTicksKept || bytes > kMaxTickBytes);
         m_ticks.pop_front())
        for (const EdgeBytes& edges : m_ticks.front().edges)
            bytes -= edges->size();
    m_ring.trim(m_publishedUntil);
    std::erase_if(m_newest, [until](const auto& each) { return each.second < until - kAwaited; });
}

// The clock was set back: seconds begin anew where it is now. What memory has of times that are to
// come once more is on disk, or about to be written.
void Collector::startAnewAfterJump(Second newest) {
    m_publishedUntil = newest;
    m_newest.clear();
    m_ring = ReportRing();
    m_ring.startAt(newest + kAwaited);
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

void Collector::moveMinute() {
    Second end = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (m_flushFails)
            return;
        end = m_publishedUntil;
    }
    if (const auto moved = m_minute->moveTo(end); !moved)
        return log::warn("the newest minute cannot be added up: {}", moved.error().describe());
    const std::lock_guard lock(m_mutex);
    m_writtenUntil = end;
}

bool Collector::flush() {
    const std::lock_guard historyLock(m_historyMutex);
    History::Progresses counted;
    Generation generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        counted = m_counted.takeChanged();
        if (counted.empty())
            return false;
        m_writing = std::exchange(m_pending, {}); // changes no more until this has the mutex again
        m_pendingBytes = 0;
        generation = m_generation++;
    }
    if (const auto written = m_history->append(m_writing, counted); !written) {
        flushFailed(written.error(), counted);
        return false;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_flushed = generation;
        m_flushFails = false;
        m_writing.clear();
    }
    if (std::exchange(m_diskFails, false))
        m_events.add(Severity::Info, "telemetry.recovered", "history",
                     "telemetry is written to disk again");
    return true;
}

void Collector::flushFailed(const Error& error, const History::Progresses& counted) {
    if (!std::exchange(m_diskFails, true))
        m_events.add(Severity::Warning, "telemetry.degraded", "history",
                     "telemetry cannot be written to disk, live figures go on: "
                         + error.describe());
    const std::lock_guard lock(m_mutex);
    m_flushFails = true;
    m_counted.markChanged(counted);
    for (SecondOfEdges& second : std::exchange(m_writing, {})) {
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
    const Second second = floorSecond(m_pacedTime.now());
    std::vector<ProcessKey> forgotten;
    const bool isDue = second >= m_lastTidy + kTidyEvery;
    if (isDue) {
        m_lastTidy = second;
        tellOddities();
        const std::lock_guard lock(m_mutex);
        forgotten = m_counted.forgetSilent(m_clock.now() - kForgetProcess);
    }
    const std::lock_guard lock(m_historyMutex);
    auto tidied = forgotten.empty() ? Status() : m_history->forget(forgotten);
    if (tidied)
        tidied = m_history->turn(second);
    if (const auto kept = isDue ? m_history->kept() : HistoryKept(); isDue && kept) {
        const std::lock_guard ownLock(m_mutex);
        m_kept = *kept;
    }
    if (const bool isNew = !std::exchange(m_filesFail, !tidied); !tidied && isNew && !m_diskFails)
        m_events.add(Severity::Warning, "telemetry.degraded", "history",
                     "what was counted cannot be moved to files, it stays in telemetry.db: "
                         + tidied.error().describe());
}

void Collector::tellOddities() {
    if (const auto jump = m_pacedTime.takeJump())
        m_events.add(
            Severity::Warning, "clock.jumped", "history",
            fmt::format("the clock jumped by {} s: what is counted from now on stands under "
                        "the new time; nothing is dropped by age until it has stayed so for "
                        "an hour",
                        std::chrono::duration_cast<std::chrono::seconds>(*jump).count()));
    if (m_lastTidy < m_lastTold + kTellEvery)
        return;
    std::uint64_t misdated = 0;
    {
        const std::lock_guard lock(m_mutex);
        misdated = std::exchange(m_misdated, 0);
    }
    if (misdated == 0)
        return;
    m_lastTold = m_lastTidy;
    m_events.add(
        Severity::Warning, "telemetry.misdated", "history",
        fmt::format("{} reports were dated ahead of this clock or more than {} h ago: they "
                    "are counted when they came; compare the clocks",
                    misdated, History::kLatest / 3600));
}

} // namespace causeway::control
