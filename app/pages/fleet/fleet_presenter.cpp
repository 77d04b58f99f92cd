// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/fleet/fleet_presenter.h"

#include "pages/common/figures_of.h"
#include "pages/common/findings.h"
#include "pages/common/words.h"
#include "widgets/figures.h"

#include <cmath>

namespace causeway::app::pages {

using domain::EdgeStats;
using theme::Status;
using widgets::FigureTile;
using namespace Qt::StringLiterals;

namespace {

constexpr domain::Milliseconds kStep = std::chrono::seconds(15);

Status successStatus(std::optional<double> success) {
    const domain::HealthRules rules;
    if (!success)
        return Status::Ok;
    return *success < rules.failingBelow    ? Status::Failing
           : *success < rules.degradedBelow ? Status::Degraded
                                            : Status::Ok;
}

int openServices(const Context& context) {
    int count = 0;
    for (const auto& [ref, service] : context.inventory().services())
        count += service.mirrorOf ? 0 : 1;
    return count;
}

} // namespace

QString FleetPresenter::title() const {
    return tr("Fleet");
}

QString FleetPresenter::subtitle() const {
    const int clusters = int(m_context.store.fleet().clusters.size());
    return tr("%n cluster(s)", nullptr, clusters);
}

std::optional<double> FleetPresenter::mutualShare() const {
    double all = 0;
    double mutual = 0;
    const auto look = m_context.store.look(m_context.view.time().window());
    for (const store::EdgeRow& edge : look->edges) {
        const auto* side = edge.now.best();
        const double sent = side != nullptr ? double(side->sent()) : 0;
        all += sent;
        mutual += edge.key().tls == domain::Tls::Mutual ? sent : 0;
    }
    return all > 0 ? std::optional(mutual / all) : std::nullopt;
}

std::vector<FigureTile::Content> FleetPresenter::tiles() const {
    const auto& time = m_context.view.time();
    const domain::Selection fleet;
    const domain::EdgeFigures now = m_context.store.look(time.window())->total(fleet).now;
    const domain::MetricsSeries series = m_context.store.metrics(fleet, time.range(), kStep);
    const std::vector<Finding> open = findings(m_context);
    const bool failing = std::any_of(open.begin(), open.end(), [](const Finding& finding) {
        return finding.status == Status::Failing;
    });
    const auto mutual = mutualShare();

    std::vector<FigureTile::Content> tiles(TileCount);
    tiles[Services] = {widgets::count(openServices(m_context)), tr("services"), {}, Status::Ok};
    tiles[Requests] = {widgets::perSecond(now.requestsPerSecond()), tr("requests"),
                       valuesOf(series, [](const EdgeStats& s) { return s.requestsPerSecond(); }),
                       Status::Ok};
    tiles[Success] = {widgets::share(now.success()), tr("success"),
                      valuesOf(series, [](const EdgeStats& s) { return s.success(); }),
                      successStatus(now.success())};
    tiles[P99] = {widgets::milliseconds(now.latencyMs(0.99)), tr("p99 latency"),
                  valuesOf(series, [](const EdgeStats& s) { return s.latencyMs(0.99); }),
                  Status::Ok};
    tiles[MutualTls] = {widgets::share(mutual),
                        tr("mutual TLS"),
                        {},
                        mutual && *mutual < 1 ? Status::Degraded : Status::Ok};
    tiles[Findings] = {widgets::count(double(open.size())),
                       tr("open findings"),
                       {},
                       failing         ? Status::Failing
                       : !open.empty() ? Status::Degraded
                                       : Status::Ok};
    return tiles;
}

widgets::FleetMapCluster FleetPresenter::describe(const domain::Cluster& cluster) const {
    const domain::TimeRange window = m_context.view.time().window();
    const domain::Selection selection = domain::ClusterRef{cluster.name};
    const domain::EdgeFigures stats = m_context.store.look(window)->total(selection).now;
    const domain::SourceState source = m_context.source(cluster.name);
    const domain::Verdict verdict = domain::judge(stats);

    widgets::FleetMapCluster shown;
    shown.id = selection.id();
    shown.name = cluster.name;
    shown.cloud = cluster.cloud;
    shown.cloudTitle = Words::cloud(cluster.cloud);
    shown.region = cluster.region;
    shown.production = cluster.production;
    shown.rate = widgets::perSecond(stats.requestsPerSecond());
    shown.success = widgets::share(stats.success());
    if (source.fresh() && source.condition != domain::SourceCondition::Partial) {
        shown.status = Words::status(verdict);
        shown.note = Words::describe(verdict);
    } else {
        shown.status = Words::status(source.condition);
        shown.note = Words::headline(source, m_context.asOf());
    }
    return shown;
}

std::vector<widgets::FleetMapCluster> FleetPresenter::clusters() const {
    std::vector<widgets::FleetMapCluster> shown;
    for (const domain::Cluster& cluster : m_context.store.fleet().clusters)
        shown.push_back(describe(cluster));
    for (const store::LinkRow& link : m_context.store.links(m_context.view.time().window())) {
        if (link.ref.from != link.ref.to || !link.now.latencyMs(0.95))
            continue;
        for (widgets::FleetMapCluster& cluster : shown)
            if (cluster.name == link.ref.from)
                cluster.inside = tr("in cluster p95 %1")
                                     .arg(widgets::milliseconds(link.now.latencyMs(0.95)).text());
    }
    return shown;
}

std::vector<widgets::FleetMapLink> FleetPresenter::links() const {
    std::vector<widgets::FleetMapLink> shown;
    const std::vector<store::LinkRow> rows = m_context.store.links(m_context.view.time().window());
    for (const store::LinkRow& row : rows) {
        if (row.ref.from == row.ref.to)
            continue;
        const auto p95 = row.now.latencyMs(0.95);
        const auto usual = row.baseline.latencyMs(0.95);
        widgets::FleetMapLink link;
        link.id = domain::Selection(row.ref).id();
        link.from = row.ref.from;
        link.to = row.ref.to;
        link.traffic = row.now.requestsPerSecond().value_or(0);
        link.status = Words::status(row.verdict, row.stale);
        link.quantile = u"p95"_s;
        link.latency = widgets::milliseconds(p95);
        const QString uneven = asymmetry(row, rows);
        if (!uneven.isEmpty() && link.status == Status::Ok)
            link.status = Status::Degraded;
        link.changeStatus = link.status;
        if (!p95 && row.now.wasAsked()) { // nobody was met: there is no time to tell
            link.quantile = tr("success");
            link.latency = widgets::share(row.now.success());
        } else if (!p95)
            link.change = Words::describe(domain::Health::NotMeasured);
        else if (usual && *usual > 0 && std::abs(*p95 / *usual - 1) >= 0.05)
            link.change = widgets::change(*p95 / *usual - 1);
        link.description =
            tr("p95 %1, %2")
                .arg(link.latency.isNull() ? widgets::notMeasuredDash() : link.latency.text(),
                     uneven.isEmpty() ? Words::describe(row.verdict) : uneven);
        shown.push_back(link);
    }
    return shown;
}

void FleetPresenter::select(const QString& id) {
    m_context.view.navigation().select(domain::Selection::parse(id));
}

void FleetPresenter::open(const QString& id) {
    const domain::Selection selection = domain::Selection::parse(id);
    const bool link = selection.as<domain::LinkRef>() != nullptr;
    m_context.view.navigation().goTo({link ? u"links"_s : u"graph"_s, selection});
}

void FleetPresenter::openTile(int tile) {
    auto& navigation = m_context.view.navigation();
    if (tile == Findings)
        navigation.select({}); // the inspector of the whole fleet lists them
    else
        navigation.goTo({tile == Services ? u"graph"_s : u"metrics"_s, {}});
}

} // namespace causeway::app::pages
