// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_tell.h"

#include <algorithm>

namespace causeway::app::store {

using namespace domain;

namespace {

constexpr Milliseconds kEventsKept = std::chrono::hours(24);

LinkRow usedLink(const LinkRef& ref) {
    LinkRow row;
    row.ref = ref;
    return row;
}

// What only callees saw says how much crossed a link, but not how long it took.
void forgetCalleeTimes(EdgeFigures& figures) {
    if (!figures.caller && figures.callee)
        figures.callee->p50Ms = figures.callee->p95Ms = figures.callee->p99Ms = std::nullopt;
}

std::optional<double> lossOf(const ProbeLog::Samples& probed, const LinkRef& ref) {
    const ProbeSample* sample = find(probed, ref, ProbeRung::Udp);
    return sample != nullptr && sample->tried() > 0
               ? std::optional(double(sample->unanswered()) / double(sample->tried()))
               : std::nullopt;
}

LinkRow declaredLink(const LinkRef& ref) {
    LinkRow row = usedLink(ref);
    row.declared = true;
    return row;
}

} // namespace

Store::Store(Sums sums, QObject* parent)
    : QObject(parent), m_sums(sums), m_worker(new LedgerWorker),
      m_answers(std::make_shared<const Answers>(
          Answers{0, std::make_shared<const Look>(), {}, {}, {}, {}})) {
    listen();
    if (m_sums == Sums::Here)
        return;
    m_thread.setObjectName(QStringLiteral("ledger"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

Store::~Store() {
    if (m_sums == Sums::Here)
        delete m_worker;
    m_thread.quit();
    m_thread.wait();
}

void Store::listen() {
    connect(m_worker, &LedgerWorker::recalled, this,
            [this](const std::shared_ptr<const Recalled>& recalled) { take(*recalled); });
    connect(m_worker, &LedgerWorker::recordingStopped, this, [this](const QString& reason) {
        m_records = false;
        Q_EMIT recordingStopped(reason);
    });
    if (m_sums == Sums::Aside)
        connect(m_worker, &LedgerWorker::answered, this,
                qOverload<const std::shared_ptr<const Answers>&>(&Store::take));
}

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
    m_records = false;
    m_sources.clear();
    m_inventory = {};
    m_times = {};
    m_probes = ProbeLog();
    m_connections = ConnectionLog();
    m_events.clear();
    m_untimed.clear();
    m_past.reset();
    m_pastInventory.reset();
    m_pastAwaited = false;
    m_answers = std::make_shared<const Answers>(
        Answers{++m_era, std::make_shared<const Look>(), {}, {}, {}, {}});
    m_wanted = {};
    m_series.clear();
    m_callsAsked.reset();
    m_calls.reset();
    tell([era = m_era](LedgerWorker& worker) { worker.reset(era); });
}

void Store::setSource(const QString& cluster, const SourceState& state) {
    const auto [entry, fresh] = m_sources.try_emplace(cluster, state);
    if (!fresh && entry->second == state)
        return;
    entry->second = state;
    tell([cluster, calm = state.fresh()](LedgerWorker& worker) { worker.setFresh(cluster, calm); });
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
    if (ticked && m_sums == Sums::Here) {
        answerHere();
        Q_EMIT edgesChanged();
    }
}

// The cluster's own clock dates it: the end of the tick that came with it or before it.
void Store::recordInventory(const QString& cluster, const sdk::Updates& updates) {
    if (!m_records || (!updates.snapshot && updates.changes.empty() && m_untimed.empty()))
        return;
    const auto at = m_times.newest(cluster);
    sdk::Updates told;
    told.snapshot = updates.snapshot;
    told.changes = updates.changes;
    if (const auto earlier = m_untimed.find(cluster); earlier != m_untimed.end()) {
        sdk::Updates later = std::exchange(told, std::move(earlier->second));
        told.append(std::move(later));
        m_untimed.erase(earlier);
    }
    if (at)
        tell([cluster, told = std::move(told), at = *at](LedgerWorker& worker) {
            worker.record(cluster, told, at);
        });
    else
        m_untimed[cluster] = std::move(told);
}

void Store::setPast(std::shared_ptr<const Past> past) {
    m_pastAwaited = false;
    m_past = std::move(past);
    m_pastInventory.reset();
    m_callsAsked.reset();
    m_wanted = {}; // is asked for again, and then of the right history
    for (auto& [key, asked] : m_series)
        asked.wish = {};
    tell([past = m_past](LedgerWorker& worker) { worker.setPast(past); });
    Q_EMIT pastChanged();
}

void Store::awaitPast() {
    m_pastAwaited = true;
}

void Store::record(const QString& file, Instant now) {
    m_records = true;
    tell([file, now](LedgerWorker& worker) { worker.record(file, now); });
}

std::future<QString> Store::flushRecording() {
    auto promise = std::make_shared<std::promise<QString>>();
    std::future<QString> file = promise->get_future();
    tell([promise](LedgerWorker& worker) { promise->set_value(worker.flush()); });
    return file;
}

std::optional<TickTimes::Tick> Store::tickAt(const QString& cluster, Instant at) const {
    if (!m_past || !m_past->range().contains(at))
        return m_times.at(cluster, at);
    const PackedTick* tick = m_past->history().tickAt(cluster, at);
    return tick == nullptr ? std::nullopt
                           : std::optional(TickTimes::Tick{tick->end, tick->length,
                                                           tick->proxiesReporting,
                                                           tick->proxiesExpected});
}

Recall Store::recall(const TimeRange& window) const {
    for (const Cluster& cluster : m_fleet.clusters) {
        const auto tick = tickAt(cluster.name, window.end);
        if (tick && window.begin - Ledger::kLate < tick->end)
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

const ProbeLog& Store::probes(Instant at) const {
    return m_past && m_past->range().contains(at) ? m_past->probes() : m_probes;
}

bool Store::stale(const QString& cluster, Instant end) const {
    const auto tick = tickAt(cluster, end);
    if (!tick)
        return true;
    const bool newest = tick->end == m_times.newest(cluster);
    return tick->end < end - std::max(Ledger::kLate, 3 * tick->length)
           || (newest && !source(cluster).fresh());
}

SourceState Store::source(const QString& cluster, Instant at) const {
    SourceState now = source(cluster);
    if (!m_past || !m_past->range().contains(at))
        return now;
    SourceState then;
    then.role = now.role;
    then.condition = SourceCondition::Stale;
    const auto tick = tickAt(cluster, at);
    if (!tick)
        return then;
    then.lastData = tick->end;
    then.proxiesReporting = tick->proxiesReporting;
    then.proxiesExpected = tick->proxiesExpected;
    if (tick->end >= at - std::max(Ledger::kLate, 3 * tick->length))
        then.condition = tick->proxiesReporting < tick->proxiesExpected ? SourceCondition::Partial
                                                                        : SourceCondition::Live;
    return then;
}

bool Store::addTicks(const QString& cluster, const sdk::Updates& updates) {
    std::vector<sdk::EdgeTick> fresh;
    for (const sdk::EdgeTick& tick : updates.ticks)
        if (m_times.add(cluster, tick)) {
            m_probes.append(cluster, tick.end, {tick.probes.begin(), tick.probes.end()});
            m_connections.append(cluster, tick.end,
                                 {tick.connections.begin(), tick.connections.end()});
            fresh.push_back(tick);
        }
    if (fresh.empty())
        return false;
    tell([cluster, fresh = std::move(fresh)](LedgerWorker& worker) {
        worker.append(cluster, fresh);
    });
    return true;
}

void Store::take(const Recalled& recalled) {
    // The cluster may have told it again already.
    for (const RecordedProbes& recorded : recalled.probes)
        if (const auto told = m_times.at(recorded.cluster, recorded.end);
            !told || told->end != recorded.end)
            m_probes.append(recorded.cluster, recorded.end, recorded.probes);
    for (const RecordedTick& recorded : recalled.ticks)
        m_times.add(recorded.cluster, recorded.tick);
    for (const Event& event : recalled.events)
        (void)addEvent(event);
    if (!recalled.events.empty())
        Q_EMIT eventsChanged();
    if (m_sums == Sums::Here && !recalled.ticks.empty()) {
        answerHere();
        Q_EMIT edgesChanged();
    }
}

void Store::addEvents(const sdk::Updates& updates) {
    bool added = false;
    const auto add = [&](const Event& event) {
        if (!addEvent(event))
            return;
        added = true;
        if (m_records)
            tell([event](LedgerWorker& worker) { worker.record(event); });
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

const LinkRow* find(const std::vector<LinkRow>& links, const LinkRef& ref) {
    const auto found = std::ranges::find(links, ref, &LinkRow::ref);
    return found == links.end() ? nullptr : &*found;
}

std::vector<LinkRow> Store::links(const TimeRange& window) const {
    std::map<LinkRef, LinkRow> links;
    for (const auto& [ref, link] : inventory(window.end).links())
        links.try_emplace(ref, declaredLink(ref));
    const ProbeLog::Samples probed = probes(window.end).over(window);
    const auto look = this->look(window);
    for (const LinkRef& ref : look->links)
        links.try_emplace(ref, usedLink(ref));
    std::vector<LinkRow> rows;
    for (auto& [ref, row] : links) {
        const Total total = look->total(ref);
        row.now = total.now;
        row.baseline = total.baseline;
        forgetCalleeTimes(row.now);
        forgetCalleeTimes(row.baseline);
        row.verdict = judge(row.now, &row.baseline);
        row.loss = lossOf(probed, ref);
        row.stale = total.stale || stale(ref.from, window.end);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace causeway::app::store
