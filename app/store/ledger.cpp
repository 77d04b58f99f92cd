// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledger.h"

#include <algorithm>

namespace causeway::app::store {

using namespace domain;
using Change = EdgeHistory::Change;

namespace {

constexpr QLatin1StringView kLink("link:"); // how the ids of links begin
constexpr std::size_t kSeriesKept = 1024; // of selections with a step

Instant ceilTo(Instant at, Milliseconds step) {
    const auto steps = (at.time_since_epoch() + step - Milliseconds(1)) / step;
    return Instant(steps * step);
}

TimeRange before(const TimeRange& window) {
    return TimeRange::endingAt(window.begin, Ledger::kBaseline);
}

// A minute of the fleet's start says nothing about what is usual.
EdgeFigures usual(EdgeFigures before) {
    return before.covered < Ledger::kUsualNeeds ? EdgeFigures() : std::move(before);
}

QString serviceId(const Ref& ref) {
    return Selection(ServiceSelection{ref}).id();
}

} // namespace

Ledger::Ledger(HistoryLimits limits) : m_history(limits), m_of(&m_history) {
    m_history.setListener([this](const PackedTick& tick, Change change) { follow(tick, change); });
}

bool Ledger::append(const QString& cluster, const sdk::EdgeTick& tick) {
    return m_history.append(cluster, tick);
}

// A tick changes the running sums that hold it, and the points of every series over it.
void Ledger::follow(const PackedTick& tick, Change change) {
    if (m_of == &m_history) {
        m_now.follow(tick, change);
        m_baseline.follow(tick, change);
    }
    for (auto& [key, points] : m_points)
        if (std::get<0>(key) == &m_history)
            points.erase(ceilTo(tick.end, std::get<2>(key)));
}

void Ledger::setFresh(const QString& cluster, bool fresh) {
    m_fresh[cluster] = fresh;
}

void Ledger::setPast(std::shared_ptr<const Past> past) {
    useHistory(m_history);
    m_past = std::move(past);
    m_points.clear();
}

const EdgeHistory& Ledger::historyAt(Instant end) const {
    return m_past && m_past->range().contains(end) ? m_past->history() : m_history;
}

void Ledger::useHistory(const EdgeHistory& history) {
    if (m_of == &history)
        return;
    m_of = &history;
    m_now.clear();
    m_baseline.clear();
    m_look.reset();
}

bool Ledger::stale(const QString& cluster, Instant end) const {
    const PackedTick* tick = m_of->tickAt(cluster, end);
    if (tick == nullptr)
        return true;
    const PackedTick* last = m_history.tickAt(cluster, Instant::max());
    const bool newest = last != nullptr && tick->end == last->end;
    const auto fresh = m_fresh.find(cluster);
    return tick->end < end - std::max(kLate, 3 * tick->length)
           || (newest && (fresh == m_fresh.end() || !fresh->second));
}

void Ledger::findStale(Instant end) {
    std::map<QString, bool> found;
    for (const auto& [cluster, ticks] : m_of->ticks())
        found[cluster] = stale(cluster, end);
    m_staleChanged = found != m_stale;
    m_stale = std::move(found);
}

// When all who speak of it first-hand are.
bool Ledger::stale(Subject subject) const {
    const auto& [callers, callees] = m_of->reporters(subject).clusters;
    return std::ranges::all_of(callers.empty() ? callees : callers, [this](const QString& name) {
        const auto found = m_stale.find(name);
        return found == m_stale.end() || found->second;
    });
}

std::shared_ptr<const Look> Ledger::look(const TimeRange& window) {
    useHistory(historyAt(window.end));
    m_now.moveTo(*m_of, window);
    m_baseline.moveTo(*m_of, before(window));
    findStale(window.end);
    if (!m_look || m_look->shape != m_of->shape()) {
        m_edges = m_of->liveEdges();
        findServicePairs();
        m_look.reset();
    }
    auto look = std::make_shared<Look>();
    look->number = ++m_number;
    look->window = window;
    look->shape = m_of->shape();
    addEdges(*look);
    addTotals(*look);
    addServicePairs(*look);
    m_now.forgetTouched();
    m_baseline.forgetTouched();
    m_look = look;
    return look;
}

EdgeRow Ledger::row(Subject edge) const {
    EdgeRow row;
    row.name = m_of->subjects().edge(edge).name;
    row.now = m_now.figures(*m_of, edge);
    row.baseline = usual(m_baseline.figures(*m_of, edge));
    row.verdict = judge(row.now, &row.baseline);
    row.stale = stale(edge);
    return row;
}

void Ledger::addEdges(Look& look) const {
    if (!m_look) {
        auto places = std::make_shared<QHash<EdgeKey, std::size_t>>();
        for (const Subject edge : m_edges) {
            look.edges.push_back(row(edge));
            places->insert(look.edges.back().key(), look.edges.size() - 1);
        }
        look.places = std::move(places);
        return;
    }
    look.places = m_look->places;
    look.edges = m_look->edges;
    const bool all = m_staleChanged || m_now.coverageChanged() || m_baseline.coverageChanged();
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        if (all || m_now.of(m_edges[i]).touched || m_baseline.of(m_edges[i]).touched) {
            look.edges[i] = row(m_edges[i]);
            look.changed.push_back(i);
        }
}

void Ledger::addTotals(Look& look) const {
    const Subjects& subjects = m_of->subjects();
    for (Subject subject = 0; subject < subjects.size(); ++subject) {
        if (subjects.isEdge(subject) || !m_of->reporters(subject).live)
            continue;
        const QString& id = subjects.group(subject).id;
        look.totals.insert(id, {m_now.figures(*m_of, subject),
                                usual(m_baseline.figures(*m_of, subject)), stale(subject)});
        if (id.startsWith(kLink))
            look.links.push_back(LinkRef::parse(QStringView(id).sliced(kLink.size())));
    }
}

void Ledger::findServicePairs() {
    std::map<QString, std::vector<Subject>> pairs;
    for (const Subject edge : m_edges) {
        const EdgeKey& key = m_of->subjects().edge(edge).name->key;
        pairs[Subjects::pairId(serviceId(key.source), serviceId(key.destination))].push_back(edge);
    }
    std::erase_if(pairs, [](const auto& pair) { return pair.second.size() < 2; });
    m_servicePairs.assign(pairs.begin(), pairs.end());
}

// Two services are joined by one edge as a rule; the few pairs with several are summed here.
void Ledger::addServicePairs(Look& look) const {
    for (const auto& [id, edges] : m_servicePairs)
        look.totals.insert(id, {m_now.figures(*m_of, edges),
                                usual(m_baseline.figures(*m_of, edges)),
                                std::ranges::all_of(edges, [this](Subject s) { return stale(s); })});
}

MetricsSeries Ledger::series(const Selection& selection, const TimeRange& range,
                             Milliseconds step) {
    const EdgeHistory& history = historyAt(range.end);
    MetricsSeries series{range, step, {}};
    const Subject subject = history.subjects().find(selection);
    if (subject == kNoSubject)
        return series;
    const auto key = std::tuple(&history, selection.id(), step);
    if (m_points.size() >= kSeriesKept && !m_points.contains(key))
        m_points.clear();
    Points& points = m_points[key];
    points.erase(points.begin(), points.upper_bound(range.begin));
    for (Instant end = ceilTo(range.begin + Milliseconds(1), step); end - step < range.end;
         end += step) {
        auto& point = points[end];
        if (!point)
            point = std::make_shared<EdgeStats>(history.sum(subject, {end - step, end}));
        if (point->covered > Milliseconds(0))
            series.points.push_back({end, point});
    }
    return series;
}

std::vector<CallStats> Ledger::calls(const TimeRange& window) const {
    const EdgeHistory& history = historyAt(window.end);
    const std::vector<Subject> edges = history.liveEdges();
    std::vector<CallStats> calls;
    for (const Subject edge : edges) {
        const EdgeKey& key = history.subjects().edge(edge).name->key;
        if (edges.size() > kMostCalls && key.link.isNull())
            continue;
        calls.push_back({key, history.sum(edge, window), history.sum(edge, before(window))});
    }
    return calls;
}

} // namespace causeway::app::store
