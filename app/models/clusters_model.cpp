// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusters_model.h"

#include "models/values.h"

namespace causeway::app::models {

namespace {

using Row = ClusterRow;

QVariant age(const Row& row) {
    return row.age ? QVariant(double(row.age->count())) : QVariant();
}

constexpr std::array<Column<Row>, 17> kColumns{{
    {"cluster", Unit::Text, [](const Row& r) -> QVariant { return r.cluster.name; }},
    {"cloud", Unit::Text, [](const Row& r) -> QVariant { return r.cluster.cloud; }},
    {"region", Unit::Text, [](const Row& r) -> QVariant { return r.cluster.region; }},
    {"production", Unit::Flag, [](const Row& r) -> QVariant { return r.cluster.production; }},
    {"condition", Unit::Condition,
     [](const Row& r) -> QVariant { return int(r.source.condition); }},
    {"age", Unit::Milliseconds, age},
    {"reason", Unit::Text, [](const Row& r) -> QVariant { return r.source.reason; }},
    {"nextStep", Unit::Text, [](const Row& r) -> QVariant { return r.source.nextStep; }},
    {"retryAt", Unit::Time, [](const Row& r) { return valueOf(r.source.retryAt); }},
    {"services", Unit::Count, [](const Row& r) -> QVariant { return r.services; }},
    {"proxies", Unit::Count, [](const Row& r) -> QVariant { return r.proxies; }},
    {"proxiesConnected", Unit::Count, [](const Row& r) -> QVariant { return r.proxiesConnected; }},
    {"rps", Unit::PerSecond, [](const Row& r) { return valueOf(r.asked.requestsPerSecond()); }},
    {"success", Unit::Share, [](const Row& r) { return valueOf(r.asked.success()); }},
    {"p99", Unit::Milliseconds, [](const Row& r) { return valueOf(r.asked.latencyMs(0.99)); }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(r.verdict.health); }},
    {"role", Unit::Text, [](const Row& r) -> QVariant { return r.source.role; }},
}};

domain::Verdict verdictOf(const ClusterRow& row, const domain::EdgeFigures& baseline) {
    using domain::SourceCondition;
    const auto condition = row.source.condition;
    if (condition == SourceCondition::Stale || condition == SourceCondition::Denied
        || condition == SourceCondition::Failed)
        return {domain::Health::NotMeasured, domain::HealthReason::SourceGone};
    return judge(row.asked, &baseline);
}

} // namespace

ClustersModel::ClustersModel(QObject* parent) : RowsModel(kColumns, parent) {}

void ClustersModel::refresh(const store::Store& store, const domain::TimeRange& window,
                            domain::Instant now) {
    const auto look = store.look(window);
    std::vector<ClusterRow> rows;
    for (const domain::Cluster& cluster : store.fleet().clusters) {
        ClusterRow row;
        row.cluster = cluster;
        row.source = store.source(cluster.name, window.end);
        row.age = row.source.age(now);
        const store::Total total = look->total(domain::ClusterRef{cluster.name});
        row.asked = total.now;
        row.verdict = verdictOf(row, total.baseline);
        for (const auto& [ref, service] : store.inventory(window.end).services())
            row.services += ref.cluster == cluster.name && !service.mirrorOf;
        for (const auto& [key, proxy] : store.inventory(window.end).proxies()) {
            row.proxies += key.first == cluster.name;
            row.proxiesConnected += key.first == cluster.name && proxy.connected;
        }
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

QVariant ClustersModel::field(int at, QStringView name) const {
    return TableModel::field(at, name == u"name" ? QStringView(u"cluster") : name);
}

QVariant ClustersModel::rowData(const ClusterRow& row, int role) const {
    switch (role) {
    case IdRole:
    case ClusterRole:
        return row.cluster.name;
    case SelectionRole:
        return QVariant::fromValue(domain::Selection(domain::ClusterRef{row.cluster.name}));
    case HealthRole:
        return int(row.verdict.health);
    case VerdictRole:
        return QVariant::fromValue(row.verdict);
    case StaleRole:
        return !row.source.fresh();
    case SearchRole:
        return QString(row.cluster.name + u' ' + row.cluster.cloud + u' ' + row.cluster.region);
    default:
        return {};
    }
}

} // namespace causeway::app::models
