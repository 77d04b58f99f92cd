// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_painter.h"

#include "theme/icons.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Status;
using theme::TextSize;
using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

constexpr double kReadable = 0.55;     // below: names only
constexpr double kRecognisable = 0.28; // below: coloured plates only
// Far away thousands of lines are one smear: the worst and busiest of them say the same.
constexpr std::size_t kMostLines = 2000;

} // namespace

QSizeF GraphPainter::plate() {
    return {double(theme::scaled(168)), double(theme::scaled(52))};
}

double GraphPainter::edgeWidth(double requestsPerSecond) {
    return std::clamp(1.0 + 1.4 * std::log10(1.0 + requestsPerSecond), 1.0, 6.0);
}

void GraphPainter::paintFrames(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    const std::vector<GraphNode>& nodes = m_scene.content().nodes;
    for (const auto& [group, frame] : m_scene.layout().groups) {
        if (!frame.adjusted(-2, -2, 2, 2).intersects(m_part))
            continue;
        const auto member = std::find_if(
            nodes.begin(), nodes.end(), [&](const GraphNode& node) { return node.group == group; });
        if (member == nodes.end())
            continue;
        const QColor hue = tokens.cloud(member->cloud);
        painter.setPen(QPen(theme::withAlpha(hue, 0.55), 1.25 / m_scale));
        painter.setBrush(theme::mix(tokens[Token::Page], hue, 0.06));
        painter.drawRoundedRect(frame, 10, 10);
        const QRectF head(frame.left() + 16, frame.top(), frame.width() - 32, 30);
        if (m_scale > kRecognisable) {
            theme::paintIcon(painter, QRectF(head.left(), head.center().y() - 7, 14, 14),
                             u"cloud"_s, hue);
            painter.setFont(theme::font(TextSize::Body, QFont::DemiBold));
            paintText(painter, head.adjusted(22, 0, 0, 0), member->groupTitle, hue);
        }
    }
}

void GraphPainter::paintEdge(QPainter& painter, const GraphScene::Line& line, double alpha) const {
    const Tokens tokens = Tokens::current();
    const GraphEdge& edge = *line.edge;
    const QPainterPath way = line.path();
    // A calm edge is quiet ink; colour is for what needs somebody.
    const bool calm = edge.status == Status::Ok;
    const QColor color =
        calm ? tokens[Token::ControlBorder] : theme::markColor(tokens, edge.status);
    const double width = edgeWidth(edge.traffic);
    const bool old = edge.status == Status::Stale || edge.status == Status::Unknown;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme::withAlpha(color, alpha), width, old ? Qt::DashLine : Qt::SolidLine,
                        Qt::FlatCap));
    painter.drawPath(way);
    if (m_scale < kReadable)
        return;
    const QPointF tip = way.pointAtPercent(1);
    const QLineF back(tip, way.pointAtPercent(0.97));
    QLineF left = back;
    QLineF right = back;
    left.setLength(5 + width);
    right.setLength(5 + width);
    left.setAngle(back.angle() + 26);
    right.setAngle(back.angle() - 26);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::withAlpha(color, std::max(alpha, 0.8)));
    painter.drawPolygon(QPolygonF{tip, left.p2(), right.p2()});
}

void GraphPainter::paintEdges(QPainter& painter) const {
    std::vector<const GraphScene::Line*> drawn;
    for (const GraphScene::Line& line : m_scene.lines()) {
        if (line.bounds.intersects(m_part))
            drawn.push_back(&line);
        if (m_scale < kReadable && drawn.size() >= kMostLines)
            break;
    }
    // The worst last, so that it lies on top.
    for (auto line = drawn.rbegin(); line != drawn.rend(); ++line) {
        const GraphEdge& edge = *(*line)->edge;
        paintEdge(painter, **line,
                  edge.hit ? (GraphScene::severity(edge.status) > 0 ? 0.9 : 0.5) : 0.1);
    }
}

void GraphPainter::paintEdgesOf(QPainter& painter, const QString& id) const {
    for (const GraphScene::Line& line : m_scene.lines()) {
        const GraphEdge& edge = *line.edge;
        if (!line.bounds.intersects(m_part) || (edge.id != id && edge.from != id && edge.to != id))
            continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme::withAlpha(Tokens::current()[Token::Accent], 0.35),
                            edgeWidth(edge.traffic) + 6, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(line.path());
        paintEdge(painter, line, 1);
    }
}

void GraphPainter::paintNodes(QPainter& painter) const {
    const std::vector<GraphNode>& nodes = m_scene.content().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const QRectF& plate = m_scene.plates()[i];
        if (!plate.adjusted(-2, -2, 2, 2).intersects(m_part))
            continue;
        painter.setOpacity(nodes[i].hit ? 1 : 0.3);
        paintNode(painter, nodes[i], plate);
    }
    painter.setOpacity(1);
}

void GraphPainter::paintNode(QPainter& painter, const GraphNode& node, const QRectF& rect) const {
    const Tokens tokens = Tokens::current();
    const bool loud = GraphScene::severity(node.status) > 0;
    painter.setPen(QPen(loud ? theme::markColor(tokens, node.status) : tokens[Token::Divider],
                        loud ? 1.5 : 1));
    painter.setBrush(m_scale < kRecognisable ? theme::tintColor(tokens, node.status)
                                             : tokens[Token::Panel]);
    painter.drawRoundedRect(rect, 6, 6);
    if (node.status == Status::Stale)
        paintHatch(painter, rect, 6);
    if (m_scale < kRecognisable)
        return;
    const bool small = m_scale < kReadable;
    const double line = (rect.height() - 12) / 2;
    QRectF first(rect.left() + 10, rect.top() + 6, rect.width() - 20,
                 small ? rect.height() - 12 : line);
    paintStatusMark(painter, QRectF(first.left(), first.center().y() - 5, 10, 10), node.status);
    painter.setFont(theme::font(small ? TextSize::Title : TextSize::Body, QFont::DemiBold));
    paintText(painter, first.adjusted(16, 0, 0, 0), node.name, tokens[Token::Text1]);
    if (small)
        return;
    const QRectF second(rect.left() + 10, first.bottom(), rect.width() - 20, line);
    if (node.rate.isNull() && !node.detail.isEmpty()) {
        painter.setFont(theme::font(TextSize::Caption));
        paintText(painter, second, node.detail, tokens[Token::Text3]);
        return;
    }
    paintFigure(painter, second, node.rate, TextSize::Caption, tokens[Token::Text2]);
    paintFigure(painter, second.adjusted(second.width() * 0.48, 0, 0, 0), node.latency,
                TextSize::Caption, tokens[Token::Text2]);
}

void GraphPainter::paintLabels(QPainter& painter) const {
    if (m_scale < kReadable)
        return;
    const Tokens tokens = Tokens::current();
    painter.setFont(theme::font(TextSize::Caption));
    for (const GraphScene::Label& label : m_scene.labels()) {
        if (!label.rect.intersects(m_part))
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::withAlpha(tokens[Token::Page], 0.9));
        painter.drawRoundedRect(label.rect, 4, 4);
        const Status status = label.edge->status;
        paintText(painter, label.rect, label.edge->label,
                  GraphScene::severity(status) > 0 ? theme::textColor(tokens, status)
                                                   : tokens[Token::Text3],
                  Qt::AlignCenter);
    }
}

} // namespace causeway::app::widgets
