// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/graph/graph_picture.h"

#include "pages/common/words.h"
#include "pages/graph/graph_names.h"
#include "widgets/figures.h"

#include <QCoreApplication>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {

constexpr double kQuantile = 0.95;

struct GraphPictureText {
    Q_DECLARE_TR_FUNCTIONS(GraphPictureText)
};

widgets::GraphNode nodeOf(const GraphRequest& request, const NodeKey& key,
                          const GraphTotal& total) {
    const domain::Cluster* cluster = request.fleet.cluster(key.cluster);
    const QString cloud = cluster != nullptr ? cluster->cloud : QString();
    const domain::Verdict verdict = total.verdict();
    widgets::GraphNode node;
    node.id = key.id();
    node.parent = key.coarser().id();
    node.name = key.name();
    node.cloud = cloud;
    if (request.level == GraphLevel::Clusters) {
        node.group = cloud;
        node.groupTitle = Words::cloud(cloud);
    } else {
        node.group = key.cluster;
        node.groupTitle = cluster != nullptr && !cluster->region.isEmpty()
                              ? key.cluster + u" · "_s + cluster->region
                              : key.cluster;
    }
    node.status = Words::status(verdict, total.stale);
    node.rate = widgets::perSecond(total.sum.now.requestsPerSecond());
    node.latency = widgets::milliseconds(total.sum.now.latencyMs(kQuantile));
    node.detail = GraphPictureText::tr("only calls others");
    node.hit = total.hit;
    node.description = u"%1, %2, p95 %3, %4"_s.arg(
        key.cluster, node.rate.isNull() ? widgets::notMeasuredDash() : node.rate.text(),
        node.latency.isNull() ? widgets::notMeasuredDash() : node.latency.text(),
        Words::describe(verdict));
    return node;
}

widgets::GraphEdge edgeOf(const NodeKey& from, const NodeKey& to, const GraphTotal& total) {
    widgets::GraphEdge edge;
    edge.from = from.id();
    edge.to = to.id();
    edge.id = edgeId(edge.from, edge.to);
    edge.traffic = total.sum.now.requestsPerSecond().value_or(0);
    edge.status = Words::status(total.verdict(), total.stale);
    edge.hit = total.hit;
    const QString caller = widgets::milliseconds(total.sum.now.latencyMs(kQuantile)).text();
    const auto callee = total.sum.now.calleeLatencyMs(kQuantile);
    // Seen by the caller, seen by the callee: the difference is what lies between them.
    edge.label = callee && total.sum.now.caller
                     ? u"%1 | %2"_s.arg(caller, widgets::milliseconds(callee).text())
                     : caller;
    edge.description = u"%1, %2"_s.arg(edge.label, Words::describe(total.verdict()));
    return edge;
}

models::EdgesView tableOf(const GraphRequest& request, const std::vector<bool>& hits) {
    auto table = models::EdgesView::of(request.look, request.squads);
    if (request.hold && request.hold->look->places == table.look->places) {
        table.rows = request.hold->rows;
        return table;
    }
    if (!request.filter.isEmpty())
        table.keep(hits);
    table.sort(request.sortColumn, request.sortOrder);
    return table;
}

std::vector<bool> hitsOf(const GraphRequest& request) {
    std::vector<bool> hits(request.look->edges.size(), true);
    if (request.filter.isEmpty())
        return hits;
    const models::EdgesView all{request.look, request.squads, {}};
    for (std::size_t i = 0; i < hits.size(); ++i)
        hits[i] =
            request.filter.matches([&](QStringView field) { return all.field(i, field); });
    return hits;
}

} // namespace

GraphPicture GraphPicture::of(const GraphRequest& request) {
    const std::vector<bool> hits = hitsOf(request);
    const GraphTotals totals = GraphTotals::of(*request.look, hits, request.level);
    auto graph = std::make_shared<widgets::GraphContent>();
    graph->nodes.reserve(totals.nodes.size());
    for (const auto& [key, total] : totals.nodes)
        graph->nodes.push_back(nodeOf(request, key, total));
    graph->edges.reserve(totals.edges.size());
    for (const auto& [ends, total] : totals.edges)
        graph->edges.push_back(edgeOf(ends.first, ends.second, total));
    return {std::move(graph), tableOf(request, hits), request.level};
}

} // namespace causeway::app::pages
