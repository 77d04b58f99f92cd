// SPDX-License-Identifier: GPL-3.0-or-later
// All the console knows: the fleet, its sources and inventory as they are now, 15 minutes of every
// edge by the second, and the events. The only writer is the GUI thread, and so is every reader;
// what was counted is summed and written down aside, see ledger_worker.h, and comes back as looks
// that are never more than a second behind. Owned by the application; never asks a cluster anything
// itself.
#pragma once

#include "domain/event.h"
#include "domain/fleet.h"
#include "domain/source_state.h"
#include "sdk/updates.h"
#include "store/inventory.h"
#include "store/ledger_worker.h"
#include "store/probe_log.h"
#include "store/tick_times.h"

#include <QObject>
#include <QThread>

#include <future>
#include <map>
#include <memory>

namespace causeway::app::store {

// How it stands with a window that lies in the past.
enum class Recall {
    Known,   // memory or the recording has it
    Awaited, // it is being read back
    Missing, // nobody wrote anything down then
};

// One directed link over a window: what really crossed it.
struct LinkRow {
    domain::LinkRef ref;
    bool declared = false; // there is a Link object; traffic alone can show a link too
    domain::EdgeFigures now;
    domain::EdgeFigures baseline;
    domain::Verdict verdict;    // NotMeasured: declared, but nothing crossed it
    std::optional<double> loss; // of datagrams that were probed, 0…1; requests cannot tell it
    bool stale = false;
    bool operator==(const LinkRow&) const = default;
};

// Null: there is no such link.
[[nodiscard]] const LinkRow* find(const std::vector<LinkRow>& links, const domain::LinkRef& ref);

class Store final : public QObject {
    Q_OBJECT
public:
    // Here: at once, in the caller's thread, for whoever has no event loop to wait in. Aside: on a
    // worker; what is asked for the first time comes a moment later, with edgesChanged().
    enum class Sums { Here, Aside };
    explicit Store(Sums sums = Sums::Here, QObject* parent = nullptr);
    ~Store() override;

    [[nodiscard]] const domain::Fleet& fleet() const { return m_fleet; }
    [[nodiscard]] domain::SourceState source(const QString& cluster) const;
    // What stood with it then, as far as its ticks tell; now, for an instant that is live.
    [[nodiscard]] domain::SourceState source(const QString& cluster, domain::Instant at) const;
    [[nodiscard]] const Inventory& inventory() const { return m_inventory; }
    // As of then; as of now where there is no recording to ask.
    [[nodiscard]] const Inventory& inventory(domain::Instant at) const;
    // The newest instant that has been summed; the live window ends here.
    [[nodiscard]] std::optional<domain::Instant> newest() const { return m_answers->newest; }
    [[nodiscard]] std::optional<domain::Instant> oldest() const { return m_answers->oldest; }

    // Never null. Of this window or, until that is summed, of the one before.
    [[nodiscard]] std::shared_ptr<const Look> look(const domain::TimeRange& window) const;
    [[nodiscard]] std::vector<LinkRow> links(const domain::TimeRange& window) const;
    [[nodiscard]] domain::MetricsSeries metrics(const domain::Selection& selection,
                                                const domain::TimeRange& range,
                                                domain::Milliseconds step) const;
    // Every call with its legs, of that window or a moment ago; null: not summed yet.
    [[nodiscard]] std::shared_ptr<const Calls> calls(const domain::TimeRange& window) const;
    // What was probed, of an instant that memory or the recording has.
    [[nodiscard]] const ProbeLog& probes(domain::Instant at) const;
    // What the kernel says of connections; the recording has none of it.
    [[nodiscard]] const ConnectionLog& connections() const { return m_connections; }
    [[nodiscard]] Recall recall(const domain::TimeRange& window) const;
    // Ascending by time; all clusters.
    [[nodiscard]] std::vector<domain::Event> events(const domain::TimeRange& range) const;

    // A fleet from another location starts with an empty store.
    void setFleet(const domain::Fleet& fleet);
    void setSource(const QString& cluster, const domain::SourceState& state);
    void apply(const QString& cluster, const sdk::Updates& updates);
    // Windows that end in its range are answered from it from now on; null: from memory alone.
    void setPast(std::shared_ptr<const Past> past);
    // Somebody reads a past back and will set it.
    void awaitPast();
    // The file with all that was told until now; empty: nothing is recorded.
    [[nodiscard]] std::future<QString> flushRecording();
    // From now on what is applied is written down too, and what the file has of the quarter of an
    // hour before `now` is loaded, so that a fleet that is away opens as it was.
    void record(const QString& file, domain::Instant now);

Q_SIGNALS:
    void fleetChanged();
    void sourceChanged(const QString& cluster);
    void inventoryChanged(const QString& cluster);
    void edgesChanged(); // at most ten a second
    void pastChanged();  // another stretch of the recording answers
    void eventsChanged();
    // The disk is full, or the file broke: from now on nothing is written down.
    void recordingStopped(const QString& reason);

private:
    // A series that was asked for, and what is known of it.
    struct Asked {
        SeriesWish wish;
        domain::MetricsSeries series;
        std::uint64_t round = 0;
    };

    // Runs `job(worker)` where the worker lives.
    template <typename Job> void tell(Job job) const;
    void listen();
    void take(const std::shared_ptr<const Answers>& answers);
    void take(const Recalled& recalled);
    void answerHere() const;
    void forgetUnasked();
    [[nodiscard]] std::optional<TickTimes::Tick> tickAt(const QString& cluster,
                                                        domain::Instant at) const;
    [[nodiscard]] bool stale(const QString& cluster, domain::Instant end) const;
    void forgetAll();
    [[nodiscard]] bool addEvent(const domain::Event& event);
    void addEvents(const sdk::Updates& updates);
    [[nodiscard]] bool addTicks(const QString& cluster, const sdk::Updates& updates);
    void recordInventory(const QString& cluster, const sdk::Updates& updates);

    domain::Fleet m_fleet;
    std::map<QString, domain::SourceState> m_sources;
    Inventory m_inventory;
    TickTimes m_times;
    ProbeLog m_probes;
    ConnectionLog m_connections;
    std::map<std::pair<domain::Instant, QString>, domain::Event> m_events; // by time and id
    std::shared_ptr<const Past> m_past;
    mutable std::optional<std::pair<domain::Instant, Inventory>> m_pastInventory;
    bool m_pastAwaited = false;
    bool m_records = false;
    // What clusters had before their first tick said when that was.
    std::map<QString, sdk::Updates> m_untimed;

    Sums m_sums;
    QThread m_thread;
    LedgerWorker* m_worker; // lives and dies on the thread, if there is one
    mutable std::shared_ptr<const Answers> m_answers; // never null
    mutable std::pair<domain::TimeRange, bool> m_wanted; // the look, and whether it follows
    mutable std::map<SeriesWish::Key, Asked> m_series;
    mutable std::optional<domain::Instant> m_callsAsked; // the end of that window
    mutable std::shared_ptr<const Calls> m_calls;
    std::uint64_t m_round = 0; // of answers
    std::uint64_t m_era = 0;   // of fleets
};

} // namespace causeway::app::store
