// SPDX-License-Identifier: GPL-3.0-or-later
// A call graph at its places, ready to be painted and hit by any thread: edges as curves, the worst
// and busiest first, and the labels that find room. Never changes once made; shared.
#pragma once

#include "widgets/graph_layout.h"
#include "widgets/painting.h"

#include <QPainterPath>

#include <memory>

namespace causeway::app::widgets {

struct GraphNode {
    QString id;
    QString parent; // its node one level coarser; empty at the coarsest
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

class GraphScene {
public:
    struct Line {
        const GraphEdge* edge = nullptr;
        QPointF start;
        QPointF startBend;
        QPointF endBend;
        QPointF end;
        QRectF bounds;
        [[nodiscard]] QPainterPath path() const;
    };
    struct Label {
        const GraphEdge* edge = nullptr;
        QRectF rect;
    };

    // Measures text: on a thread that has a look, see theme/look.h, or the GUI's.
    GraphScene(std::shared_ptr<const GraphContent> content,
               std::shared_ptr<const GraphLayout> layout);
    GraphScene(const GraphScene&) = delete;
    GraphScene& operator=(const GraphScene&) = delete;

    [[nodiscard]] const GraphContent& content() const { return *m_content; }
    [[nodiscard]] const std::shared_ptr<const GraphContent>& sharedContent() const {
        return m_content;
    }
    [[nodiscard]] const GraphLayout& layout() const { return *m_layout; }
    [[nodiscard]] const std::shared_ptr<const GraphLayout>& sharedLayout() const {
        return m_layout;
    }
    // By the index in content().nodes; null: it has no place.
    [[nodiscard]] const std::vector<QRectF>& plates() const { return m_plates; }
    [[nodiscard]] const std::vector<Line>& lines() const { return m_lines; }
    [[nodiscard]] const std::vector<Label>& labels() const { return m_labels; }
    // Of the edge at that index of content().edges.
    [[nodiscard]] QRectF boundsOf(std::size_t edge) const { return m_bounds[edge]; }

    [[nodiscard]] static double severity(theme::Status status);
    [[nodiscard]] static constexpr double headHeight() { return 30; }

private:
    void placeLines();
    void placeLabels();

    std::shared_ptr<const GraphContent> m_content; // never null
    std::shared_ptr<const GraphLayout> m_layout;   // never null
    std::vector<QRectF> m_plates;
    std::vector<QRectF> m_bounds; // of edges, as in content
    std::vector<Line> m_lines;
    std::vector<Label> m_labels;
};

} // namespace causeway::app::widgets
