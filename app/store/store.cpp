// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "store/flight_recorder.h"

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
    m_history = {};
    m_events.clear();
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
    if (addTicks(cluster, updates)) {
        m_look.reset();
        Q_EMIT edgesChanged();
    }
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
        m_look = Look{window, m_history.edges(window),
                      m_history.edges(TimeRange::endingAt(window.begin, kBaseline))};
    return *m_look;
}

bool Store::stale(const QString& cluster, Instant end) const {
    const auto newest = m_history.newest(cluster);
    if (!newest)
        return true;
    const Milliseconds late = std::max(kLate, 3 * m_history.tickLength(cluster));
    return *newest < end - late || (end >= *newest && !source(cluster).fresh());
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
    for (const auto& [ref, link] : m_inventory.links())
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
    return m_history.series(selection, range, step);
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
