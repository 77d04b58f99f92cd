// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/services_model.h"

#include "models/values.h"

namespace causeway::app::models {

namespace {

using Row = ServiceRow;

template <int Percent> QVariant latency(const Row& row) {
    return valueOf(row.asked.latencyMs(Percent / 100.0));
}

constexpr std::array<Column<Row>, 14> kColumns{{
    {"service", Unit::Text, [](const Row& r) -> QVariant { return r.service.ref.name; }},
    {"namespace", Unit::Text, [](const Row& r) -> QVariant { return r.service.ref.nameSpace; }},
    {"cluster", Unit::Text, [](const Row& r) -> QVariant { return r.service.ref.cluster; }},
    {"squad", Unit::Text, [](const Row& r) -> QVariant { return r.service.squad(); }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(r.verdict.health); }},
    {"ready", Unit::Count, [](const Row& r) -> QVariant { return r.service.readyEndpoints; }},
    {"endpoints", Unit::Count, [](const Row& r) -> QVariant { return r.service.endpoints; }},
    {"exported", Unit::Flag, [](const Row& r) -> QVariant { return r.service.exported; }},
    {"rps", Unit::PerSecond, [](const Row& r) { return valueOf(r.asked.requestsPerSecond()); }},
    {"success", Unit::Share, [](const Row& r) { return valueOf(r.asked.success()); }},
    {"p50", Unit::Milliseconds, latency<50>},
    {"p95", Unit::Milliseconds, latency<95>},
    {"p99", Unit::Milliseconds, latency<99>},
    {"mtlsShare", Unit::Share, [](const Row& r) { return valueOf(r.mtlsShare); }},
}};

// What one service was asked.
struct Asked {
    store::Total total;
    std::uint64_t sent = 0; // requests that it got
    std::uint64_t mutual = 0;
};

std::map<domain::ServiceRef, Asked> gather(const store::Look& look) {
    std::map<domain::ServiceRef, Asked> services;
    for (const store::EdgeRow& edge : look.edges) {
        Asked& asked = services[edge.key().destination];
        const std::uint64_t sent = edge.now.best() ? edge.now.best()->sent() : 0;
        asked.sent += sent;
        asked.mutual += edge.key().tls == domain::Tls::Mutual ? sent : 0;
    }
    for (auto& [ref, asked] : services)
        asked.total = look.total(domain::ServiceSelection{ref});
    return services;
}

domain::Verdict verdictOf(const domain::Service& service, const Asked& asked) {
    if (service.endpoints > 0 && service.readyEndpoints == 0)
        return {domain::Health::Failing, domain::HealthReason::NoReadyEndpoint, 0,
                double(service.endpoints)};
    return judge(asked.total.now, &asked.total.baseline);
}

} // namespace

ServicesModel::ServicesModel(QObject* parent) : RowsModel(kColumns, parent) {}

void ServicesModel::refresh(const store::Store& store, const domain::TimeRange& window) {
    auto asked = gather(*store.look(window));
    std::vector<ServiceRow> rows;
    for (const auto& [ref, service] : store.inventory(window.end).services()) {
        if (service.mirrorOf)
            continue;
        Asked& of = asked[ref];
        ServiceRow row{service, {}, {}, verdictOf(service, of), of.total.stale};
        if (of.sent > 0)
            row.mtlsShare = double(of.mutual) / double(of.sent);
        row.stale |= !store.source(ref.cluster, window.end).fresh();
        row.asked = of.total.now;
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

QVariant ServicesModel::field(int at, QStringView name) const {
    return TableModel::field(at, name == u"name" ? QStringView(u"service") : name);
}

QVariant ServicesModel::rowData(const ServiceRow& row, int role) const {
    const domain::Service& service = row.service;
    switch (role) {
    case IdRole:
        return service.ref.qualifiedName();
    case SelectionRole:
        return QVariant::fromValue(domain::Selection(domain::ServiceSelection{service.ref}));
    case HealthRole:
        return int(row.verdict.health);
    case VerdictRole:
        return QVariant::fromValue(row.verdict);
    case ClusterRole:
        return service.ref.cluster;
    case StaleRole:
        return row.stale;
    case SearchRole:
        return QString(service.ref.qualifiedName() + u' ' + service.squad());
    default:
        return {};
    }
}

} // namespace causeway::app::models
