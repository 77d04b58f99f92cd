// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the parts of a call graph at one zoom: frames, edges, plates, labels; what cannot be read
// at that zoom is left out. Borrowed data, no state of its own, painted in layers by GraphCanvas.
#pragma once

#include "widgets/graph_layout.h"
#include "widgets/painting.h"

#include <QPainterPath>

class QPainter;

namespace causeway::app::widgets {

struct GraphNode {
    QString id;
    QString name;
    QString detail;     // second line where there are no figures
    QString group;      // cluster
    QString groupTitle; // "aws · eu-west-1"
    QString cloud;
    theme::Status status = theme::Status::Unknown;
    Figure rate;
    Figure latency;
    QString description;
    bool hit = true; // the filter's; others are faded
    bool operator==(const GraphNode&) const = default;
};

struct GraphEdge {
    QString id;
    QString from;
    QString to;
    double traffic = 0; // requests per second
    theme::Status status = theme::Status::Unknown;
    QString label; // "38 ms | 31 ms": as the caller and as the callee sees it
    QString description;
    bool hit = true;
    bool operator==(const GraphEdge&) const = default;
};

struct GraphContent {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    bool operator==(const GraphContent&) const = default;
};

class GraphPainter {
public:
    // Both outlive the painter; `scale` is the zoom that the QPainter is already scaled by.
    GraphPainter(const GraphContent& content, const GraphLayout& layout, double scale)
        : m_content(content), m_layout(layout), m_scale(scale) {}

    void paintFrames(QPainter& painter) const;
    void paintEdges(QPainter& painter) const;
    // Again, and stronger, over a faded picture: the edges of one node, or one edge.
    void paintEdgesOf(QPainter& painter, const QString& id) const;
    void paintNodes(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    [[nodiscard]] static QSizeF plate();
    [[nodiscard]] static double edgeWidth(double requestsPerSecond);
    [[nodiscard]] QPainterPath path(const GraphEdge& edge) const;

private:
    void paintNode(QPainter& painter, const GraphNode& node, const QRectF& rect) const;
    void paintEdge(QPainter& painter, const GraphEdge& edge, double alpha) const;
    [[nodiscard]] std::vector<const GraphEdge*> worstFirst() const;

    const GraphContent& m_content;
    const GraphLayout& m_layout;
    double m_scale;
};

} // namespace causeway::app::widgets
