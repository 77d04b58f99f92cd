// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "store/flight_recorder.h"
#include "store/past.h"

#include <algorithm>

namespace causeway::app::store {

using namespace domain;

namespace {

constexpr Milliseconds kBaseline = std::chrono::minutes(14);
constexpr Milliseconds kEventsKept = std::chrono::hours(24);
constexpr Milliseconds kWriteEvery = std::chrono::seconds(2);
// A cluster may be this late before its data counts as old.
constexpr Milliseconds kLate = std::chrono::seconds(5);

LinkRow usedLink(const LinkRef& ref) {
    LinkRow row;
    row.ref = ref;
    return row;
}

LinkRow declaredLink(const LinkRef& ref) {
    LinkRow row = usedLink(ref);
    row.declared = true;
    return row;
}

} // namespace

Store::Store(QObject* parent) : QObject(parent) {
    m_writeTimer.setInterval(kWriteEvery);
    connect(&m_writeTimer, &QTimer::timeout, this, &Store::writeDown);
}

Store::~Store() = default;

SourceState Store::source(const QString& cluster) const {
    const auto found = m_sources.find(cluster);
    return found == m_sources.end() ? SourceState{} : found->second;
}

void Store::setFleet(const Fleet& fleet) {
    const bool another = fleet.location != m_fleet.location;
    m_fleet = fleet;
    if (another)
        forgetAll();
    Q_EMIT fleetChanged();
}

// What was known of another fleet; its recorder goes with it.
void Store::forgetAll() {
    m_writeTimer.stop();
    m_recorder.reset();
    m_sources.clear();
    m_inventory = {};
    m_history = EdgeHistory();
    m_events.clear();
    m_untimed.clear();
    m_past.reset();
    m_pastInventory.reset();
    m_pastAwaited = false;
    m_look.reset();
}

void Store::setSource(const QString& cluster, const SourceState& state) {
    const auto [entry, fresh] = m_sources.try_emplace(cluster, state);
    if (!fresh && entry->second == state)
        return;
    entry->second = state;
    Q_EMIT sourceChanged(cluster);
}

void Store::apply(const QString& cluster, const sdk::Updates& updates) {
    if (updates.snapshot) {
        const auto known = std::ranges::find(m_fleet.clusters, cluster, &Cluster::name);
        if (known != m_fleet.clusters.end()
            && known->version != updates.snapshot->cluster.version) {
            known->version = updates.snapshot->cluster.version;
            Q_EMIT fleetChanged();
        }
    }
    if (m_inventory.apply(cluster, updates))
        Q_EMIT inventoryChanged(cluster);
    addEvents(updates);
    const bool ticked = addTicks(cluster, updates);
    recordInventory(cluster, updates);
    if (ticked) {
        m_look.reset();
        Q_EMIT edgesChanged();
    }
}

// The cluster's own clock dates it: the end of the tick that came with it or before it.
void Store::recordInventory(const QString& cluster, const sdk::Updates& updates) {
    if (!m_recorder || (!updates.snapshot && updates.changes.empty() && m_untimed.empty()))
        return;
    const auto at = m_history.newest(cluster);
    sdk::Updates told;
    told.snapshot = updates.snapshot;
    told.changes = updates.changes;
    if (const auto earlier = m_untimed.find(cluster); earlier != m_untimed.end()) {
        sdk::Updates later = std::exchange(told, std::move(earlier->second));
        told.append(std::move(later));
        m_untimed.erase(earlier);
    }
    if (at)
        m_recorder->record(cluster, told, *at);
    else
        m_untimed[cluster] = std::move(told);
}

void Store::setPast(std::shared_ptr<const Past> past) {
    m_pastAwaited = false;
    m_past = std::move(past);
    m_pastInventory.reset();
    m_look.reset();
    Q_EMIT pastChanged();
}

void Store::awaitPast() {
    m_pastAwaited = true;
}

QString Store::flushRecording() {
    if (m_recorder)
        writeDown();
    return m_recorder ? m_recorder->file() : QString();
}

const EdgeHistory& Store::historyAt(Instant end) const {
    return m_past && m_past->range().contains(end) ? m_past->history() : m_history;
}

Recall Store::recall(const TimeRange& window) const {
    const EdgeHistory& history = historyAt(window.end);
    for (const Cluster& cluster : m_fleet.clusters) {
        const auto tick = history.tickAt(cluster.name, window.end);
        if (tick && window.begin - kLate < tick->end)
            return Recall::Known;
    }
    return m_pastAwaited ? Recall::Awaited : Recall::Missing;
}

const Inventory& Store::inventory(Instant at) const {
    if (!m_past || !m_past->range().contains(at))
        return m_inventory;
    if (!m_pastInventory || m_pastInventory->first != at)
        m_pastInventory.emplace(at, m_past->inventoryAt(at));
    return m_pastInventory->second;
}

SourceState Store::source(const QString& cluster, Instant at) const {
    SourceState now = source(cluster);
    if (!m_past || !m_past->range().contains(at))
        return now;
    SourceState then;
    then.role = now.role;
    then.condition = SourceCondition::Stale;
    const auto tick = m_past->history().tickAt(cluster, at);
    if (!tick)
        return then;
    then.lastData = tick->end;
    then.proxiesReporting = tick->proxiesReporting;
    then.proxiesExpected = tick->proxiesExpected;
    if (tick->end >= at - std::max(kLate, 3 * tick->length))
        then.condition = tick->proxiesReporting < tick->proxiesExpected ? SourceCondition::Partial
                                                                        : SourceCondition::Live;
    return then;
}

bool Store::addTicks(const QString& cluster, const sdk::Updates& updates) {
    bool added = false;
    for (const sdk::EdgeTick& tick : updates.ticks) {
        if (!m_history.append(cluster, tick))
            continue;
        added = true;
        if (m_recorder)
            m_recorder->record(cluster, tick);
    }
    return added;
}

void Store::addEvents(const sdk::Updates& updates) {
    bool added = false;
    const auto add = [&](const Event& event) {
        if (!addEvent(event))
            return;
        added = true;
        if (m_recorder)
            m_recorder->record(event);
    };
    if (updates.snapshot)
        std::ranges::for_each(updates.snapshot->events, add);
    for (const sdk::Change& change : updates.changes)
        if (const auto* event = std::get_if<Event>(&change))
            add(*event);
    if (added)
        Q_EMIT eventsChanged();
}

bool Store::addEvent(const Event& event) {
    const auto key = std::pair(event.at, event.cluster + u'/' + event.id);
    if (!m_events.try_emplace(key, event).second)
        return false;
    const Instant limit = m_events.rbegin()->first.first - kEventsKept;
    m_events.erase(m_events.begin(), m_events.lower_bound({limit, {}}));
    return true;
}

std::vector<Event> Store::events(const TimeRange& range) const {
    std::vector<Event> events;
    for (const auto& [key, event] : m_events)
        if (range.contains(event.at))
            events.push_back(event);
    return events;
}

const Store::Look& Store::look(const TimeRange& window) const {
    if (!m_look || m_look->window != window)
        m_look = Look{window, historyAt(window.end).edges(window),
                      historyAt(window.end).edges(TimeRange::endingAt(window.begin, kBaseline))};
    return *m_look;
}

bool Store::stale(const QString& cluster, Instant end) const {
    const auto tick = historyAt(end).tickAt(cluster, end);
    if (!tick)
        return true;
    const bool newest = tick->end == m_history.newest(cluster);
    return tick->end < end - std::max(kLate, 3 * tick->length)
           || (newest && !source(cluster).fresh());
}

std::vector<EdgeRow> Store::edges(const TimeRange& window) const {
    const Look& both = look(window);
    std::vector<EdgeRow> rows;
    rows.reserve(both.now.size());
    for (const auto& [key, now] : both.now) {
        const EdgeStats& baseline = both.baseline.at(key);
        const QString& reporter = now.caller ? key.source.cluster : key.destination.cluster;
        rows.push_back({key, now, baseline, judge(now, &baseline), stale(reporter, window.end)});
    }
    return rows;
}

std::vector<LinkRow> Store::links(const TimeRange& window) const {
    std::map<LinkRef, LinkRow> links;
    for (const auto& [ref, link] : inventory(window.end).links())
        links.try_emplace(ref, declaredLink(ref));
    const Look& both = look(window);
    for (const auto& [key, now] : both.now) {
        if (key.link.isNull())
            continue;
        LinkRow& row = links.try_emplace(key.link, usedLink(key.link)).first->second;
        row.now.mergeEdge(now);
        row.baseline.mergeEdge(both.baseline.at(key));
    }
    std::vector<LinkRow> rows;
    for (auto& [ref, row] : links) {
        row.verdict = judge(row.now, &row.baseline);
        row.stale = stale(ref.from, window.end);
        rows.push_back(std::move(row));
    }
    return rows;
}

MetricsSeries Store::metrics(const Selection& selection, const TimeRange& range,
                             Milliseconds step) const {
    return historyAt(range.end).series(selection, range, step);
}

Status Store::setRecorder(std::unique_ptr<FlightRecorder> recorder, Instant now) {
    m_writeTimer.stop();
    m_recorder.reset();
    if (!recorder)
        return {};
    CAUSEWAY_TRY(const auto ticks, recorder->ticks(TimeRange::endingAt(now, EdgeHistory::kKept)));
    CAUSEWAY_TRY(const auto events, recorder->events(TimeRange::endingAt(now, kEventsKept)));
    for (const RecordedTick& recorded : ticks)
        m_history.append(recorded.cluster, recorded.tick);
    for (const Event& event : events)
        (void)addEvent(event);
    m_recorder = std::move(recorder);
    m_writeTimer.start();
    m_look.reset();
    if (!ticks.empty())
        Q_EMIT edgesChanged();
    if (!events.empty())
        Q_EMIT eventsChanged();
    return {};
}

void Store::writeDown() {
    const Status written = m_recorder->flush();
    if (written)
        return;
    m_writeTimer.stop();
    m_recorder.reset();
    Q_EMIT recordingStopped(QString::fromStdString(written.error().describe()));
}

} // namespace causeway::app::store
