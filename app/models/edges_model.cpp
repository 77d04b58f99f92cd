// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/edges_model.h"

#include "models/values.h"

namespace causeway::app::models {

namespace {

using Row = EdgeModelRow;

template <int Percent> QVariant latency(const Row& row) {
    return valueOf(row.edge.now.latencyMs(Percent / 100.0));
}
template <int Percent> QVariant calleeLatency(const Row& row) {
    return valueOf(row.edge.now.calleeLatencyMs(Percent / 100.0));
}
QVariant attempts(const std::optional<domain::SideStats>& side) {
    return side ? QVariant(qulonglong(side->attempts)) : QVariant();
}

constexpr std::array<Column<Row>, 20> kColumns{{
    {"source", Unit::Text, [](const Row& r) -> QVariant { return r.edge.key.source.shortName(); }},
    {"sourceCluster", Unit::Text,
     [](const Row& r) -> QVariant { return r.edge.key.source.cluster; }},
    {"destination", Unit::Text,
     [](const Row& r) -> QVariant { return r.edge.key.destination.shortName(); }},
    {"destinationCluster", Unit::Text,
     [](const Row& r) -> QVariant { return r.edge.key.destination.cluster; }},
    {"protocol", Unit::Text, [](const Row& r) -> QVariant { return name(r.edge.key.protocol); }},
    {"tls", Unit::Text, [](const Row& r) -> QVariant { return name(r.edge.key.tls); }},
    {"link", Unit::Text, [](const Row& r) -> QVariant { return r.edge.key.link.name(); }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(r.edge.verdict.health); }},
    {"rps", Unit::PerSecond, [](const Row& r) { return valueOf(r.edge.now.requestsPerSecond()); }},
    {"success", Unit::Share, [](const Row& r) { return valueOf(r.edge.now.success()); }},
    {"p50", Unit::Milliseconds, latency<50>},
    {"p95", Unit::Milliseconds, latency<95>},
    {"p99", Unit::Milliseconds, latency<99>},
    {"calleeP50", Unit::Milliseconds, calleeLatency<50>},
    {"calleeP95", Unit::Milliseconds, calleeLatency<95>},
    {"calleeP99", Unit::Milliseconds, calleeLatency<99>},
    {"attempts", Unit::Count, [](const Row& r) { return attempts(r.edge.now.caller); }},
    {"arrived", Unit::Count, [](const Row& r) { return attempts(r.edge.now.callee); }},
    {"change", Unit::Share,
     [](const Row& r) { return valueOf(change(r.edge.now, r.edge.baseline, 0.95)); }},
    {"coldShare", Unit::Share, [](const Row& r) { return valueOf(coldShare(r.edge.now)); }},
}};

QString squadOf(const store::Inventory& inventory, const domain::Ref& ref) {
    const auto* service = inventory.service(ref);
    return service ? service->squad() : QString();
}

} // namespace

EdgesModel::EdgesModel(QObject* parent) : RowsModel(kColumns, parent) {}

void EdgesModel::refresh(const store::Store& store, const domain::TimeRange& window) {
    const store::Inventory& inventory = store.inventory(window.end);
    std::vector<EdgeModelRow> rows;
    for (store::EdgeRow& edge : store.edges(window)) {
        const QString source = squadOf(inventory, edge.key.source);
        const QString destination = squadOf(inventory, edge.key.destination);
        rows.push_back({std::move(edge), source, destination});
    }
    setRows(std::move(rows));
}

QVariant EdgesModel::field(int at, QStringView name) const {
    const EdgeModelRow& row = this->row(at);
    const domain::EdgeKey& key = row.edge.key;
    const bool fromSource = name.startsWith(u"src.");
    if (fromSource || name.startsWith(u"dst.")) {
        const domain::Ref& end = fromSource ? key.source : key.destination;
        const QStringView part = name.sliced(4);
        if (part == u"name")
            return end.name;
        if (part == u"namespace")
            return end.nameSpace;
        if (part == u"cluster")
            return end.cluster;
        return fromSource ? row.sourceSquad : row.destinationSquad;
    }
    if (name == u"cluster")
        return key.destination.cluster;
    if (name == u"name")
        return key.destination.name;
    if (name == u"namespace")
        return key.destination.nameSpace;
    if (name == u"squad")
        return row.destinationSquad;
    if (name == u"baseline")
        return valueOf(row.edge.baseline.latencyMs(0.95));
    return TableModel::field(at, name);
}

QVariant EdgesModel::rowData(const EdgeModelRow& row, int role) const {
    const store::EdgeRow& edge = row.edge;
    switch (role) {
    case IdRole:
        return edge.key.id();
    case SelectionRole:
        return QVariant::fromValue(domain::Selection(edge.key));
    case HealthRole:
        return int(edge.verdict.health);
    case VerdictRole:
        return QVariant::fromValue(edge.verdict);
    case ClusterRole:
        return edge.now.caller ? edge.key.source.cluster : edge.key.destination.cluster;
    case StaleRole:
        return edge.stale;
    case SearchRole:
        return QString(edge.key.id() + u' ' + row.sourceSquad + u' ' + row.destinationSquad);
    default:
        return {};
    }
}

} // namespace causeway::app::models
