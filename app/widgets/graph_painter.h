// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the layers of a call graph at one zoom, where they touch a part of it: ground, edges,
// plates, labels; what cannot be read at that zoom is left out. Borrowed data, no state of its own;
// on any thread that has a look, see theme/look.h.
#pragma once

#include "widgets/graph_scene.h"

class QPainter;

namespace causeway::app::widgets {

class GraphPainter {
public:
    // The scene outlives the painter; `scale` is the zoom that the QPainter is already scaled by,
    // `part` what is to be painted, in the scene.
    GraphPainter(const GraphScene& scene, double scale, const QRectF& part)
        : m_scene(scene), m_scale(scale), m_part(part) {}

    void paintFrames(QPainter& painter) const;
    void paintEdges(QPainter& painter) const;
    // Again, and stronger, over a faded picture: the edges of one node, or one edge.
    void paintEdgesOf(QPainter& painter, const QString& id) const;
    void paintNodes(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    [[nodiscard]] static QSizeF plate();
    [[nodiscard]] static double edgeWidth(double requestsPerSecond);

private:
    void paintNode(QPainter& painter, const GraphNode& node, const QRectF& rect) const;
    void paintEdge(QPainter& painter, const GraphScene::Line& line, double alpha) const;

    const GraphScene& m_scene;
    double m_scale;
    QRectF m_part;
};

} // namespace causeway::app::widgets
