// SPDX-License-Identifier: GPL-3.0-or-later
// All the console knows: the fleet, its sources and inventory as they are now, 15 minutes of every
// edge by the second, and the events. The only writer is the GUI thread, and so is every reader.
// Owned by the application; never asks a cluster anything itself.
#pragma once

#include "domain/event.h"
#include "domain/fleet.h"
#include "domain/health.h"
#include "domain/metrics.h"
#include "domain/selection.h"
#include "domain/source_state.h"
#include "sdk/updates.h"
#include "store/edge_history.h"
#include "store/inventory.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace causeway::app::store {

class FlightRecorder;
class Past;

// How it stands with a window that lies in the past.
enum class Recall {
    Known,   // memory or the recording has it
    Awaited, // it is being read back
    Missing, // nobody wrote anything down then
};

// One edge over a window.
struct EdgeRow {
    domain::EdgeKey key;
    domain::EdgeStats now;
    domain::EdgeStats baseline; // the same edge in the quarter of an hour before the window
    domain::Verdict verdict;
    bool stale = false; // its newest data is older than the window's end should have
    bool operator==(const EdgeRow&) const = default;
};

// One directed link over a window: what really crossed it.
struct LinkRow {
    domain::LinkRef ref;
    bool declared = false; // there is a Link object; traffic alone can show a link too
    domain::EdgeStats now;
    domain::EdgeStats baseline;
    domain::Verdict verdict;    // NotMeasured: declared, but nothing crossed it
    std::optional<double> loss; // of probes, 0…1; requests cannot tell it
    bool stale = false;
    bool operator==(const LinkRow&) const = default;
};

class Store final : public QObject {
    Q_OBJECT
public:
    explicit Store(QObject* parent = nullptr);
    ~Store() override;

    [[nodiscard]] const domain::Fleet& fleet() const { return m_fleet; }
    [[nodiscard]] domain::SourceState source(const QString& cluster) const;
    // What stood with it then, as far as its ticks tell; now, for an instant that is live.
    [[nodiscard]] domain::SourceState source(const QString& cluster, domain::Instant at) const;
    [[nodiscard]] const Inventory& inventory() const { return m_inventory; }
    // As of then; as of now where there is no recording to ask.
    [[nodiscard]] const Inventory& inventory(domain::Instant at) const;
    // The newest instant that any cluster has told us about; the live window ends here.
    [[nodiscard]] std::optional<domain::Instant> newest() const { return m_history.newest(); }
    [[nodiscard]] std::optional<domain::Instant> oldest() const { return m_history.oldest(); }

    [[nodiscard]] std::vector<EdgeRow> edges(const domain::TimeRange& window) const;
    [[nodiscard]] std::vector<LinkRow> links(const domain::TimeRange& window) const;
    [[nodiscard]] domain::MetricsSeries metrics(const domain::Selection& selection,
                                                const domain::TimeRange& range,
                                                domain::Milliseconds step) const;
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
    // All that was told is in the file whose path this returns; empty: nothing is recorded.
    [[nodiscard]] QString flushRecording();
    // From now on what is applied is written down too, and what the recorder has of the quarter of
    // an hour before `now` is loaded, so that a fleet that is away opens as it was.
    [[nodiscard]] Status setRecorder(std::unique_ptr<FlightRecorder> recorder, domain::Instant now);

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
    // Both windows of every edge, kept because all models ask for the same one after each update.
    struct Look {
        domain::TimeRange window;
        std::map<domain::EdgeKey, domain::EdgeStats> now;
        std::map<domain::EdgeKey, domain::EdgeStats> baseline;
    };

    [[nodiscard]] const Look& look(const domain::TimeRange& window) const;
    [[nodiscard]] bool stale(const QString& cluster, domain::Instant end) const;
    // Where windows that end then are looked up.
    [[nodiscard]] const EdgeHistory& historyAt(domain::Instant end) const;
    void forgetAll();
    [[nodiscard]] bool addEvent(const domain::Event& event);
    void addEvents(const sdk::Updates& updates);
    [[nodiscard]] bool addTicks(const QString& cluster, const sdk::Updates& updates);
    void recordInventory(const QString& cluster, const sdk::Updates& updates);
    void writeDown();

    domain::Fleet m_fleet;
    std::map<QString, domain::SourceState> m_sources;
    Inventory m_inventory;
    EdgeHistory m_history;
    std::map<std::pair<domain::Instant, QString>, domain::Event> m_events; // by time and id
    mutable std::optional<Look> m_look;
    std::shared_ptr<const Past> m_past;
    mutable std::optional<std::pair<domain::Instant, Inventory>> m_pastInventory;
    bool m_pastAwaited = false;
    // What clusters had before their first tick said when that was.
    std::map<QString, sdk::Updates> m_untimed;
    QTimer m_writeTimer;
    std::unique_ptr<FlightRecorder> m_recorder;
};

} // namespace causeway::app::store
