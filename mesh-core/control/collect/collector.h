// SPDX-License-Identifier: Apache-2.0
// Counts what proxies report, once: at once in memory for those who watch, and on disk before the
// proxy is told. Owned by the control plane; safe on any thread. turn() does the periodic part on
// the control plane's own thread. Works on when the disk is full: then history has a gap, which is
// an event, and nothing is acknowledged.
#pragma once

#include "causeway/v1/telemetry.pb.h"
#include "control/collect/counted.h"
#include "control/collect/history.h"
#include "control/collect/paced_time.h"
#include "control/collect/report_ring.h"
#include "control/events.h"
#include "control/history/history_reader.h"
#include "control/history/minute_sums.h"

#include <map>
#include <mutex>

namespace causeway::control {

class Collector {
public:
    // Everything recorded up to this generation is on disk.
    using Generation = std::uint64_t;
    // A piece of time with what was counted in it.
    struct Piece {
        Second start = 0;
        Second length = 1;
        std::uint32_t coveredSeconds = 1;
        std::uint32_t proxies = 0;
        std::vector<EdgeBytes> edges;

        [[nodiscard]] static Piece of(SecondOfEdges second);
    };
    // What a watcher starts with: pieces of the past, then ticks from `next` on.
    struct Backlog {
        std::vector<Piece> pieces;
        std::uint64_t next = 0;
    };

    [[nodiscard]] static Result<std::unique_ptr<Collector>>
    open(const std::string& path, const Clock& clock, EventLog& events,
         const History::Limits& limits = {});

    // Counts a report that convert/ has accepted; the sender may be told when the returned
    // generation is flushed().
    [[nodiscard]] Generation record(const v1::TelemetryReport& report);
    [[nodiscard]] Generation flushed() const;

    // Closes seconds, writes to disk, tells listeners; at least once a second.
    void turn();
    void onFlushed(std::function<void()> listener) { m_onFlushed = std::move(listener); }
    void onTick(std::function<void()> listener) { m_onTick = std::move(listener); }

    [[nodiscard]] Backlog backlog(Second seconds) const;
    // Published seconds from number `next` on, and the number after them. A second can come twice:
    // the later one holds what was late.
    [[nodiscard]] std::vector<Piece> ticksFrom(std::uint64_t& next) const;
    // Sums of what was counted in [from, to): from disk, in the resolution that fits the steps, and
    // from memory what is not there yet; while nothing can be written, memory as far back as it
    // goes.
    [[nodiscard]] Result<std::vector<SumStep>> ask(const Ask& ask) const;
    [[nodiscard]] Second publishedUntil() const;
    // What was published until then is on disk; while nothing can be written, publishedUntil().
    [[nodiscard]] Second writtenUntil() const;
    // Every edge over the minute before `end`, at once; what is not on disk yet is left out. Nothing
    // when ask() has to be asked instead.
    [[nodiscard]] Result<std::optional<MinuteSums::Answer>> minute(Second end) const;
    // As it was some seconds ago.
    [[nodiscard]] HistoryKept kept() const;

private:
    struct Disk {
        std::unique_ptr<History> history;
        std::unique_ptr<HistoryReader> reader;
        std::unique_ptr<MinuteSums> minute;
    };
    Collector(Disk disk, const Clock& clock, EventLog& events);
    [[nodiscard]] bool count(const v1::TelemetryReport& report, Generation& generation);
    [[nodiscard]] Second secondOf(const v1::TelemetryReport& report);
    void publish();
    void startAnewAfterJump(Second newest);
    [[nodiscard]] Second settledUntil() const;
    void moveMinute();
    [[nodiscard]] bool flush(); // false: nothing was to be done, or it failed
    void flushFailed(const Error& error, const History::Progresses& counted);
    [[nodiscard]] bool flushFails() const;
    [[nodiscard]] std::vector<SecondOfEdges> unwritten(Second from, Second to) const;
    void tidy();
    struct Recent {
        std::vector<SecondOfEdges> seconds;
        Second split = 0; // before it, history has to be asked
        std::uint64_t nextTick = 0;
    };
    [[nodiscard]] Recent recent(Second from, Second to) const;
    [[nodiscard]] Result<Piece> pieceOfHistory(Second from, Second to) const;
    void tellOddities();

    const Clock& m_clock;
    EventLog& m_events;
    std::function<void()> m_onFlushed;
    std::function<void()> m_onTick;

    mutable std::mutex m_mutex; // everything but history and turn()'s own
    ReportRing m_ring;
    Counted m_counted;
    std::map<ProcessKey, Second> m_newest; // that each process reported
    std::vector<SecondOfEdges> m_pending;  // not on disk yet
    std::vector<SecondOfEdges> m_writing;  // on their way there
    bool m_flushFails = false;
    std::size_t m_pendingBytes = 0;
    Generation m_generation = 1;
    Generation m_flushed = 0;
    std::deque<Piece> m_ticks; // the newest
    std::uint64_t m_nextTick = 0;
    Second m_publishedUntil = 0;
    Second m_writtenUntil = 0;

    HistoryKept m_kept;
    std::uint64_t m_misdated = 0; // reports whose label could not be believed, since it was told

    mutable std::mutex m_historyMutex; // taken alone or before m_mutex
    std::unique_ptr<History> m_history;
    std::unique_ptr<HistoryReader> m_reader; // has a mutex of its own
    std::unique_ptr<MinuteSums> m_minute;    // the same
    bool m_diskFails = false;
    bool m_filesFail = false;
    PacedTime m_pacedTime; // of turn()
    Second m_lastTidy = 0;
    Second m_lastTold = 0;
};

} // namespace causeway::control
