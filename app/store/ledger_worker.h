// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger and the flight recorder where they may take their time: on a thread of their own. Told
// by calls on that thread, it answers by signal at most once a second, with values that never
// change. Owned by the Store.
#pragma once

#include "store/flight_recorder.h"
#include "store/ledger.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <set>

namespace causeway::app::store {

// A chart's question. Those that follow end at the newest data.
struct SeriesWish {
    domain::Selection selection;
    domain::TimeRange range;
    domain::Milliseconds step{0};
    bool follows = false;

    using Key = std::pair<QString, domain::Milliseconds>;
    [[nodiscard]] Key key() const { return {selection.id(), step}; }
};

// The calls of a window, in full.
struct Calls {
    domain::TimeRange window;
    std::vector<CallStats> rows;
};

struct Answers {
    std::uint64_t era = 0; // see LedgerWorker::reset()
    std::shared_ptr<const Look> look;
    std::optional<domain::Instant> newest;
    std::optional<domain::Instant> oldest;
    std::map<SeriesWish::Key, domain::MetricsSeries> series;
    std::shared_ptr<const Calls> calls; // null: not asked for
};

// What a recording knew of the time before the console was opened.
struct Recalled {
    std::vector<RecordedTick> ticks; // without their samples
    std::vector<RecordedProbes> probes;
    std::vector<domain::Event> events;
};

class LedgerWorker final : public QObject {
    Q_OBJECT
public:
    static constexpr domain::Milliseconds kEvery = std::chrono::seconds(1);

    explicit LedgerWorker(HistoryLimits limits = {});

    [[nodiscard]] Ledger& ledger() { return *m_ledger; }
    void append(const QString& cluster, const std::vector<sdk::EdgeTick>& ticks);
    void setFresh(const QString& cluster, bool fresh);
    void setPast(std::shared_ptr<const Past> past);
    // Everything that was told is forgotten, the recorder too. Later answers carry the number.
    void reset(std::uint64_t era);

    // The look that is wanted from now on: of this window, or of one as long at the newest data.
    void want(const domain::TimeRange& window, bool follows);
    void want(const SeriesWish& wish);
    void forget(const std::set<SeriesWish::Key>& keys);
    void wantCalls();
    void answerSoon();

    // From now on what is appended is written down; first what `file` has of the time before.
    void record(const QString& file, domain::Instant now);
    void record(const domain::Event& event);
    void record(const QString& cluster, const sdk::Updates& inventory, domain::Instant at);
    // The recording with all that was told; empty: there is none.
    [[nodiscard]] QString flush();

Q_SIGNALS:
    void answered(const std::shared_ptr<const causeway::app::store::Answers>& answers);
    void recalled(const std::shared_ptr<const causeway::app::store::Recalled>& recalled);
    // The disk is full, or the file broke: from now on nothing is written down.
    void recordingStopped(const QString& reason);

private:
    void answer();
    void writeDown();
    void stopRecording(const Error& why);
    [[nodiscard]] Status open(const QString& file, domain::Instant now);

    std::uint64_t m_era = 0;
    HistoryLimits m_limits;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<FlightRecorder> m_recorder;
    domain::TimeRange m_window{domain::Instant(), domain::Instant(std::chrono::seconds(60))};
    bool m_follows = true;
    std::map<SeriesWish::Key, SeriesWish> m_wishes;
    bool m_callsWanted = false;
    QTimer m_answer{this};
    QTimer m_write{this};
    QElapsedTimer m_sinceAnswer;
};

} // namespace causeway::app::store
