// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_scene.h"

#include <QFontMetricsF>
#include <QHash>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Status;

namespace {

// Where something is taken already, by squares of the ground, so that one look costs the same in a
// small and in a large graph.
class Ground {
public:
    [[nodiscard]] bool isFree(const QRectF& rect) const {
        bool free = true;
        forEachSquare(rect, [&](quint64 square) {
            const auto found = m_taken.constFind(square);
            if (found != m_taken.constEnd())
                for (const QRectF& other : *found)
                    free = free && !other.intersects(rect);
        });
        return free;
    }
    void take(const QRectF& rect) {
        forEachSquare(rect, [&](quint64 square) { m_taken[square].push_back(rect); });
    }

private:
    static constexpr double kSquare = 200;
    template <typename Visit> static void forEachSquare(const QRectF& rect, Visit visit) {
        const int right = int(std::floor(rect.right() / kSquare));
        const int bottom = int(std::floor(rect.bottom() / kSquare));
        for (int x = int(std::floor(rect.left() / kSquare)); x <= right; ++x)
            for (int y = int(std::floor(rect.top() / kSquare)); y <= bottom; ++y)
                visit(quint64(quint32(x)) << 32 | quint32(y));
    }
    QHash<quint64, std::vector<QRectF>> m_taken;
};

GraphScene::Line lineBetween(const QRectF& a, const QRectF& b) {
    GraphScene::Line line;
    QPointF bend;
    if (b.left() > a.right()) {
        line.start = {a.right(), a.center().y()};
        line.end = {b.left(), b.center().y()};
        bend = {std::max(28.0, (line.end.x() - line.start.x()) * 0.45), 0};
    } else if (b.right() < a.left()) {
        line.start = {a.left(), a.center().y()};
        line.end = {b.right(), b.center().y()};
        bend = {-std::max(28.0, (line.start.x() - line.end.x()) * 0.45), 0};
    } else {
        const bool down = b.center().y() > a.center().y();
        line.start = {a.center().x() + 14, down ? a.bottom() : a.top()};
        line.end = {b.center().x() + 14, down ? b.top() : b.bottom()};
        bend = {0, (line.end.y() - line.start.y()) * 0.4};
    }
    line.startBend = line.start + bend;
    line.endBend = line.end - bend;
    const auto [left, right] =
        std::minmax({line.start.x(), line.startBend.x(), line.endBend.x(), line.end.x()});
    const auto [top, bottom] =
        std::minmax({line.start.y(), line.startBend.y(), line.endBend.y(), line.end.y()});
    line.bounds = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-12, -12, 12, 12);
    return line;
}

} // namespace

QPainterPath GraphScene::Line::path() const {
    QPainterPath path(start);
    path.cubicTo(startBend, endBend, end);
    return path;
}

double GraphScene::severity(Status status) {
    return status == Status::Failing ? 2 : status == Status::Degraded ? 1 : 0;
}

GraphScene::GraphScene(std::shared_ptr<const GraphContent> content,
                       std::shared_ptr<const GraphLayout> layout)
    : m_content(std::move(content)), m_layout(std::move(layout)) {
    m_plates.reserve(m_content->nodes.size());
    for (const GraphNode& node : m_content->nodes) {
        const auto found = m_layout->nodes.find(node.id);
        m_plates.push_back(found == m_layout->nodes.end() ? QRectF() : found->second);
    }
    placeLines();
    placeLabels();
}

void GraphScene::placeLines() {
    QHash<QString, QRectF> plates;
    plates.reserve(qsizetype(m_plates.size()));
    for (std::size_t i = 0; i < m_plates.size(); ++i)
        plates.insert(m_content->nodes[i].id, m_plates[i]);
    m_lines.reserve(m_content->edges.size());
    m_bounds.reserve(m_content->edges.size());
    for (const GraphEdge& edge : m_content->edges) {
        const QRectF from = plates.value(edge.from);
        const QRectF to = plates.value(edge.to);
        if (from.isNull() || to.isNull()) {
            m_bounds.emplace_back();
            continue;
        }
        m_lines.push_back(lineBetween(from, to));
        m_lines.back().edge = &edge;
        m_bounds.push_back(m_lines.back().bounds);
    }
    std::stable_sort(m_lines.begin(), m_lines.end(), [](const Line& a, const Line& b) {
        return std::pair(severity(a.edge->status), a.edge->traffic)
               > std::pair(severity(b.edge->status), b.edge->traffic);
    });
}

// A label that would cover something else stays away: the inspector has it.
void GraphScene::placeLabels() {
    const QFontMetricsF metrics(theme::font(theme::TextSize::Caption));
    Ground ground;
    for (const QRectF& plate : m_plates)
        ground.take(plate);
    for (const auto& [group, frame] : m_layout->groups)
        ground.take(QRectF(frame.topLeft(), QSizeF(frame.width(), headHeight())));
    QHash<qsizetype, double> widths; // by length: digits are all as wide, and close is enough
    for (const Line& line : m_lines) {
        const QString& text = line.edge->label;
        if (text.isEmpty() || !line.edge->hit)
            continue;
        auto width = widths.constFind(text.size());
        if (width == widths.constEnd())
            width = widths.insert(text.size(), metrics.horizontalAdvance(text));
        QRectF rect(0, 0, *width + 8, metrics.height());
        rect.moveCenter((line.start + 3 * line.startBend + 3 * line.endBend + line.end) / 8);
        if (!ground.isFree(rect))
            continue;
        ground.take(rect);
        m_labels.push_back({line.edge, rect});
    }
}

} // namespace causeway::app::widgets
