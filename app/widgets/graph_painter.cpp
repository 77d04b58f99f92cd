// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_painter.h"

#include "theme/icons.h"

#include <QFontMetricsF>
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
constexpr std::size_t kMostLabels = 120;

double severity(Status status) {
    return status == Status::Failing ? 2 : status == Status::Degraded ? 1 : 0;
}

} // namespace

QSizeF GraphPainter::plate() {
    return {double(theme::scaled(168)), double(theme::scaled(52))};
}

double GraphPainter::edgeWidth(double requestsPerSecond) {
    return std::clamp(1.0 + 1.4 * std::log10(1.0 + requestsPerSecond), 1.0, 6.0);
}

QPainterPath GraphPainter::path(const GraphEdge& edge) const {
    const auto from = m_layout.nodes.find(edge.from);
    const auto to = m_layout.nodes.find(edge.to);
    if (from == m_layout.nodes.end() || to == m_layout.nodes.end())
        return {};
    const QRectF& a = from->second;
    const QRectF& b = to->second;
    QPointF start;
    QPointF end;
    QPointF bend;
    if (b.left() > a.right()) {
        start = {a.right(), a.center().y()};
        end = {b.left(), b.center().y()};
        bend = {std::max(28.0, (end.x() - start.x()) * 0.45), 0};
    } else if (b.right() < a.left()) {
        start = {a.left(), a.center().y()};
        end = {b.right(), b.center().y()};
        bend = {-std::max(28.0, (start.x() - end.x()) * 0.45), 0};
    } else {
        const bool down = b.center().y() > a.center().y();
        start = {a.center().x() + 14, down ? a.bottom() : a.top()};
        end = {b.center().x() + 14, down ? b.top() : b.bottom()};
        bend = {0, (end.y() - start.y()) * 0.4};
    }
    QPainterPath path(start);
    path.cubicTo(start + bend, end - bend, end);
    return path;
}

void GraphPainter::paintFrames(QPainter& painter) const {
    const Tokens tokens = Tokens::current();
    for (const auto& [group, frame] : m_layout.groups) {
        const auto member =
            std::find_if(m_content.nodes.begin(), m_content.nodes.end(),
                         [&](const GraphNode& node) { return node.group == group; });
        if (member == m_content.nodes.end())
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

void GraphPainter::paintEdge(QPainter& painter, const GraphEdge& edge, double alpha) const {
    const Tokens tokens = Tokens::current();
    const QPainterPath way = path(edge);
    if (way.isEmpty())
        return;
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
    // The worst last, so that it lies on top.
    const auto order = worstFirst();
    for (auto edge = order.rbegin(); edge != order.rend(); ++edge)
        paintEdge(painter, **edge,
                  (*edge)->hit ? (severity((*edge)->status) > 0 ? 0.9 : 0.5) : 0.1);
}

void GraphPainter::paintEdgesOf(QPainter& painter, const QString& id) const {
    for (const GraphEdge& edge : m_content.edges)
        if (edge.id == id || edge.from == id || edge.to == id) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme::withAlpha(Tokens::current()[Token::Accent], 0.35),
                                edgeWidth(edge.traffic) + 6, Qt::SolidLine, Qt::RoundCap));
            painter.drawPath(path(edge));
            paintEdge(painter, edge, 1);
        }
}

void GraphPainter::paintNodes(QPainter& painter) const {
    for (const GraphNode& node : m_content.nodes)
        if (const auto rect = m_layout.nodes.find(node.id); rect != m_layout.nodes.end()) {
            painter.setOpacity(node.hit ? 1 : 0.3);
            paintNode(painter, node, rect->second);
        }
    painter.setOpacity(1);
}

void GraphPainter::paintNode(QPainter& painter, const GraphNode& node, const QRectF& rect) const {
    const Tokens tokens = Tokens::current();
    const bool loud = severity(node.status) > 0;
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

std::vector<const GraphEdge*> GraphPainter::worstFirst() const {
    std::vector<const GraphEdge*> order;
    for (const GraphEdge& edge : m_content.edges)
        order.push_back(&edge);
    std::stable_sort(order.begin(), order.end(), [](const GraphEdge* a, const GraphEdge* b) {
        return std::pair(severity(a->status), a->traffic)
               > std::pair(severity(b->status), b->traffic);
    });
    return order;
}

void GraphPainter::paintLabels(QPainter& painter) const {
    if (m_scale < kReadable)
        return;
    const Tokens tokens = Tokens::current();
    painter.setFont(theme::font(TextSize::Caption));
    const QFontMetricsF metrics(painter.font());
    std::vector<QRectF> taken;
    for (const auto& [id, rect] : m_layout.nodes)
        taken.push_back(rect);
    for (const auto& [group, frame] : m_layout.groups)
        taken.push_back(QRectF(frame.topLeft(), QSizeF(frame.width(), 30)));
    std::size_t drawn = 0;
    for (const GraphEdge* edge : worstFirst()) {
        const QPainterPath way = path(*edge);
        if (way.isEmpty() || edge->label.isEmpty() || !edge->hit || drawn >= kMostLabels)
            continue;
        QRectF label(0, 0, metrics.horizontalAdvance(edge->label) + 8, metrics.height());
        label.moveCenter(way.pointAtPercent(0.5));
        // A label that would cover something else stays away: the inspector has it.
        if (std::any_of(taken.begin(), taken.end(),
                        [&](const QRectF& other) { return other.intersects(label); }))
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::withAlpha(tokens[Token::Page], 0.9));
        painter.drawRoundedRect(label, 4, 4);
        paintText(painter, label, edge->label,
                  severity(edge->status) > 0 ? theme::textColor(tokens, edge->status)
                                             : tokens[Token::Text3],
                  Qt::AlignCenter);
        taken.push_back(label);
        ++drawn;
    }
}

} // namespace causeway::app::widgets
