// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/links_model.h"

#include "models/values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace causeway::app::models {

namespace {

using Row = LinkModelRow;

constexpr domain::Milliseconds kSparkSpan = std::chrono::minutes(15);
constexpr domain::Milliseconds kSparkStep = std::chrono::seconds(30);
constexpr std::array kQuantiles = {0.50, 0.95, 0.99};

template <int Percent> QVariant latency(const Row& row) {
    return valueOf(row.link.now.latencyMs(Percent / 100.0));
}
template <int Percent> QVariant baseline(const Row& row) {
    return valueOf(row.link.baseline.latencyMs(Percent / 100.0));
}
template <int Percent> QVariant changeOf(const Row& row) {
    return valueOf(change(row.link.now, row.link.baseline, Percent / 100.0));
}

constexpr std::array<Column<Row>, 17> kColumns{{
    {"from", Unit::Text, [](const Row& r) -> QVariant { return r.link.ref.from; }},
    {"to", Unit::Text, [](const Row& r) -> QVariant { return r.link.ref.to; }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(r.link.verdict.health); }},
    {"rps", Unit::PerSecond, [](const Row& r) { return valueOf(r.link.now.requestsPerSecond()); }},
    {"success", Unit::Share, [](const Row& r) { return valueOf(r.link.now.success()); }},
    {"p50", Unit::Milliseconds, latency<50>},
    {"p95", Unit::Milliseconds, latency<95>},
    {"p99", Unit::Milliseconds, latency<99>},
    {"baselineP50", Unit::Milliseconds, baseline<50>},
    {"baselineP95", Unit::Milliseconds, baseline<95>},
    {"baselineP99", Unit::Milliseconds, baseline<99>},
    {"changeP50", Unit::Share, changeOf<50>},
    {"changeP95", Unit::Share, changeOf<95>},
    {"changeP99", Unit::Share, changeOf<99>},
    {"loss", Unit::Share, [](const Row& r) { return valueOf(r.link.loss); }},
    {"coldShare", Unit::Share, [](const Row& r) { return valueOf(coldShare(r.link.now)); }},
    {"services", Unit::Count, [](const Row& r) -> QVariant { return r.services; }},
}};

// One line per quantile with a value for every step of the span: NaN where nobody reported.
std::array<QList<double>, 3> sparklines(const store::Store& store, const domain::LinkRef& link,
                                        domain::Instant end) {
    const auto range = domain::TimeRange::endingAt(end, kSparkSpan);
    const auto series = store.metrics(link, range, kSparkStep);
    std::array<QList<double>, 3> lines;
    const auto steps = kSparkSpan / kSparkStep;
    for (auto& line : lines)
        line.fill(std::numeric_limits<double>::quiet_NaN(), steps);
    for (const domain::MetricsPoint& point : series.points) {
        const auto step = (point.end - range.begin - domain::Milliseconds(1)) / kSparkStep;
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (const auto ms = point.sum->latencyMs(kQuantiles[i]); ms && step < steps)
                lines[i][step] = *ms;
    }
    return lines;
}

bool sameLine(const QList<double>& a, const QList<double>& b) {
    return std::ranges::equal(a, b, [](double x, double y) {
        return x == y || (std::isnan(x) && std::isnan(y)); // a gap equals a gap
    });
}

} // namespace

bool LinkModelRow::operator==(const LinkModelRow& other) const {
    return link == other.link && services == other.services
           && std::ranges::equal(sparkline, other.sparkline, sameLine);
}

LinksModel::LinksModel(QObject* parent) : RowsModel(kColumns, parent) {}

void LinksModel::refresh(const store::Store& store, const domain::TimeRange& window) {
    const auto& declared = store.inventory(window.end).links();
    std::vector<LinkModelRow> rows;
    for (store::LinkRow& link : store.links(window)) {
        LinkModelRow row;
        const auto found = declared.find(link.ref);
        row.services = found == declared.end() ? 0 : int(found->second.services.size());
        row.sparkline = sparklines(store, link.ref, window.end);
        row.link = std::move(link);
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

QVariant LinksModel::field(int at, QStringView name) const {
    const store::LinkRow& link = row(at).link;
    if (name == u"link" || name == u"name")
        return link.ref.name();
    if (name == u"src.cluster")
        return link.ref.from;
    if (name == u"dst.cluster" || name == u"cluster")
        return link.ref.to;
    if (name == u"baseline")
        return valueOf(link.baseline.latencyMs(0.95));
    if (name == u"change")
        return valueOf(change(link.now, link.baseline, 0.95));
    return TableModel::field(at, name);
}

QVariant LinksModel::rowData(const LinkModelRow& row, int role) const {
    const store::LinkRow& link = row.link;
    switch (role) {
    case IdRole:
        return link.ref.name();
    case SelectionRole:
        return QVariant::fromValue(domain::Selection(link.ref));
    case HealthRole:
        return int(link.verdict.health);
    case VerdictRole:
        return QVariant::fromValue(link.verdict);
    case ClusterRole:
        return link.ref.from;
    case StaleRole:
        return link.stale;
    case SparklineRole:
        return QVariant::fromValue(row.sparkline[1]);
    case SearchRole:
        return QString(link.ref.from + u' ' + link.ref.to + u' ' + link.ref.name());
    default:
        return {};
    }
}

} // namespace causeway::app::models
