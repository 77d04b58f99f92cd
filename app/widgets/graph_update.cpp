// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_update.h"

#include "widgets/graph_painter.h"

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

namespace {

bool sameShape(const GraphContent& a, const GraphContent& b) {
    return std::ranges::equal(a.nodes, b.nodes,
                              [](const GraphNode& x, const GraphNode& y) {
                                  return x.id == y.id && x.group == y.group;
                              })
           && std::ranges::equal(a.edges, b.edges, [](const GraphEdge& x, const GraphEdge& y) {
                  return x.from == y.from && x.to == y.to;
              });
}

void note(const QRectF& part, std::vector<QRectF>& parts) {
    if (!part.isNull())
        parts.push_back(part);
}

void compare(const GraphScene& before, const GraphScene& after, GraphUpdate& update) {
    const auto& nodes = after.content().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i] != before.content().nodes[i])
            note(after.plates()[i], update.oldPlates);
    const auto& edges = after.content().edges;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const GraphEdge& then = before.content().edges[i];
        if (edges[i] == then)
            continue;
        if (edges[i].label != then.label || edges[i].hit != then.hit)
            note(after.boundsOf(i), update.oldPlates);
        // A line looks another only when its width does by something one can see.
        if (edges[i].status != then.status || edges[i].hit != then.hit
            || std::abs(GraphPainter::edgeWidth(edges[i].traffic)
                        - GraphPainter::edgeWidth(then.traffic))
                   > 0.3)
            note(after.boundsOf(i), update.oldLines);
    }
}

} // namespace

GraphUpdate GraphUpdate::of(const std::shared_ptr<const GraphScene>& before,
                            std::shared_ptr<const GraphContent> content, const QSizeF& plate) {
    if (!sameShape(*content, before->content()))
        return anew(std::move(content), plate);
    GraphUpdate update;
    update.scene = before;
    if (*content == before->content())
        return update;
    update.scene = std::make_shared<const GraphScene>(std::move(content), before->sharedLayout());
    compare(*before, *update.scene, update);
    return update;
}

GraphUpdate GraphUpdate::anew(std::shared_ptr<const GraphContent> content, const QSizeF& plate) {
    std::vector<GraphLayout::Node> nodes;
    for (const GraphNode& node : content->nodes)
        nodes.push_back({node.id, node.group});
    std::vector<GraphLayout::Edge> edges;
    for (const GraphEdge& edge : content->edges)
        edges.emplace_back(edge.from, edge.to);
    auto layout =
        std::make_shared<const GraphLayout>(GraphLayout::of(std::move(nodes), edges, plate));
    GraphUpdate update;
    update.scene = std::make_shared<const GraphScene>(std::move(content), std::move(layout));
    update.moved = true;
    return update;
}

} // namespace causeway::app::widgets
