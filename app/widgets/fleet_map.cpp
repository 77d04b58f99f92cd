// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/fleet_map.h"

#include "theme/icons.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace causeway::app::widgets {

using theme::Status;
using theme::TextSize;
using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

constexpr double kCorner = 6;
constexpr double kLabelPad = 8;
constexpr double kMark = 9;

// 1 to 6 pixels; ten times the traffic is about 1.5 pixels more.
double strokeWidth(double requestsPerSecond) {
    return std::clamp(1.0 + 1.6 * std::log10(1.0 + requestsPerSecond), 1.0, 6.0);
}

bool faded(Status status) {
    return status == Status::Stale || status == Status::Unknown;
}

double distanceTo(const QLineF& line, const QPointF& point) {
    const QPointF along = line.p2() - line.p1();
    const double length2 = QPointF::dotProduct(along, along);
    if (length2 == 0)
        return QLineF(line.p1(), point).length();
    const double t = std::clamp(QPointF::dotProduct(point - line.p1(), along) / length2, 0.0, 1.0);
    return QLineF(line.pointAt(t), point).length();
}

double captionWidth(const FleetMapLink& link) {
    const double mark = link.status == Status::Ok ? 0 : kMark + 5;
    return mark + QFontMetricsF(theme::font(TextSize::Caption)).horizontalAdvance(link.quantile)
           + 4;
}

void paintArrow(QPainter& painter, const QLineF& stroke, double width) {
    const double size = 6 + width;
    const QLineF back(stroke.p2(), stroke.p1());
    QLineF left = back;
    QLineF right = back;
    left.setLength(size);
    right.setLength(size);
    left.setAngle(back.angle() + 24);
    right.setAngle(back.angle() - 24);
    painter.drawPolygon(QPolygonF{stroke.p2(), left.p2(), right.p2()});
}

} // namespace

FleetMap::FleetMap(QWidget* parent) : ItemsWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FleetMap::setFleet(const std::vector<FleetMapCluster>& clusters,
                        const std::vector<FleetMapLink>& links) {
    if (clusters == m_clusters && links == m_links)
        return;
    m_clusters = clusters;
    m_links = links;
    update();
}

QSize FleetMap::minimumSizeHint() const {
    return {480, 320};
}

FleetMapLayout FleetMap::layoutNow() const {
    std::vector<FleetMapLayout::Place> places;
    for (const FleetMapCluster& cluster : m_clusters)
        places.push_back({cluster.name, cluster.cloud});
    const double scale = theme::scaled(100) / 100.0;
    return FleetMapLayout::of(places, QRectF(rect()).adjusted(2, 2, -2, -2), scale);
}

QRectF FleetMap::labelRect(const FleetMapLayout& layout, const FleetMapLink& link) const {
    const QFontMetricsF body(theme::font(TextSize::Body));
    const QFontMetricsF caption(theme::font(TextSize::Caption));
    double width = captionWidth(link);
    width += body.horizontalAdvance(link.latency.isNull() ? notMeasuredDash() : link.latency.value);
    if (!link.latency.isNull())
        width += 3 + caption.horizontalAdvance(link.latency.unit);
    if (!link.change.isEmpty())
        width += 8 + caption.horizontalAdvance(link.change);
    return FleetMapLayout::labelBeside(layout.stroke(link.from, link.to),
                                       {width + 2 * kLabelPad, double(theme::scaled(24))});
}

std::vector<ItemsWidget::Item> FleetMap::items() const {
    const FleetMapLayout layout = layoutNow();
    std::vector<Item> result;
    for (const FleetMapLink& link : m_links)
        if (link.from != link.to)
            result.push_back({link.id, u"%1 → %2"_s.arg(link.from, link.to), link.description,
                              labelRect(layout, link)});
    for (const FleetMapCluster& cluster : m_clusters)
        result.push_back(
            {cluster.id, u"%1, %2"_s.arg(cluster.name, cluster.cloudTitle),
             u"%1, %2, %3"_s.arg(cluster.note, cluster.rate.text(), cluster.success.text()),
             layout.clusters.at(cluster.name)});
    return result;
}

QString FleetMap::itemAt(const QPointF& point) const {
    const QString hit = ItemsWidget::itemAt(point);
    if (!hit.isEmpty())
        return hit;
    const FleetMapLayout layout = layoutNow();
    for (const FleetMapLink& link : m_links)
        if (link.from != link.to && distanceTo(layout.stroke(link.from, link.to), point) < 6)
            return link.id;
    return {};
}

void FleetMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FleetMapLayout layout = layoutNow();
    paintClouds(painter, layout);
    for (const FleetMapLink& link : m_links)
        if (link.from != link.to)
            paintLink(painter, layout.stroke(link.from, link.to), link);
    for (const FleetMapCluster& cluster : m_clusters)
        paintCluster(painter, layout.clusters.at(cluster.name), cluster);
    for (const FleetMapLink& link : m_links)
        if (link.from != link.to)
            paintLabel(painter, labelRect(layout, link), link);
}

void FleetMap::paintClouds(QPainter& painter, const FleetMapLayout& layout) const {
    const Tokens tokens = Tokens::current();
    for (const auto& [cloud, frame] : layout.clouds) {
        const QColor hue = tokens.cloud(cloud);
        painter.setPen(QPen(theme::withAlpha(hue, 0.7), 1.25));
        painter.setBrush(theme::mix(tokens[Token::Page], hue, 0.07));
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
        const auto named = std::find_if(m_clusters.begin(), m_clusters.end(),
                                        [&](const auto& c) { return c.cloud == cloud; });
        const QRectF& header = layout.headers.at(cloud);
        theme::paintIcon(painter, QRectF(header.left(), header.center().y() - 8, 16, 16),
                         u"cloud"_s, hue);
        painter.setFont(theme::font(TextSize::Body, QFont::DemiBold));
        paintText(painter, header.adjusted(24, 0, 0, 0), named->cloudTitle, hue);
        painter.setFont(theme::font(TextSize::Caption));
        paintText(painter, header, named->region, tokens[Token::Text3],
                  Qt::AlignRight | Qt::AlignVCenter);
    }
}

void FleetMap::paintLink(QPainter& painter, const QLineF& stroke, const FleetMapLink& link) const {
    const QColor color = theme::markColor(Tokens::current(), link.status);
    const double width = strokeWidth(link.traffic);
    if (link.id == currentItem() || link.id == hoveredItem()) {
        painter.setPen(QPen(theme::withAlpha(Tokens::current()[Token::Accent], 0.35), width + 8,
                            Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(stroke);
    }
    QPen pen(color, width, faded(link.status) ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap);
    painter.setPen(pen);
    QLineF shaft = stroke;
    shaft.setLength(std::max(1.0, stroke.length() - 6 - width / 2));
    painter.drawLine(shaft);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    paintArrow(painter, stroke, width);
}

void FleetMap::paintLabel(QPainter& painter, const QRectF& rect, const FleetMapLink& link) const {
    const Tokens tokens = Tokens::current();
    const bool chosen = link.id == currentItem();
    painter.setPen(QPen(tokens[chosen ? Token::Accent : Token::Divider], chosen ? 2 : 1));
    painter.setBrush(tokens[link.id == hoveredItem() ? Token::Hover : Token::Panel]);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2,
                            rect.height() / 2);
    QRectF inner = rect.adjusted(kLabelPad, 0, -kLabelPad, 0);
    painter.setFont(theme::font(TextSize::Caption));
    QRectF caption = inner;
    if (link.status != Status::Ok) {
        paintStatusMark(painter, QRectF(inner.left(), inner.center().y() - kMark / 2, kMark, kMark),
                        link.status);
        caption.adjust(kMark + 5, 0, 0, 0);
    }
    paintText(painter, caption, link.quantile, tokens[Token::Text3]);
    inner.adjust(captionWidth(link), 0, 0, 0);
    const double used = paintFigure(
        painter, inner, link.latency, TextSize::Body,
        link.status == Status::Ok ? tokens[Token::Text1] : theme::textColor(tokens, link.status));
    painter.setFont(theme::font(TextSize::Caption));
    if (!link.change.isEmpty())
        paintText(painter, inner.adjusted(used + 8, 0, 2, 0), link.change,
                  theme::textColor(tokens, link.changeStatus));
}

void FleetMap::paintCluster(QPainter& painter, const QRectF& plate,
                            const FleetMapCluster& cluster) const {
    const Tokens tokens = Tokens::current();
    const bool chosen = cluster.id == currentItem();
    painter.setPen(QPen(tokens[chosen ? Token::Accent : Token::Divider], chosen ? 2 : 1));
    painter.setBrush(tokens[cluster.id == hoveredItem() ? Token::Hover : Token::Panel]);
    painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
    if (cluster.status == Status::Stale)
        paintHatch(painter, plate, kCorner);

    const double third = (plate.height() - 14) / 3;
    const QRectF inner = plate.adjusted(12, 7, -12, -7);
    const QRectF first(inner.left(), inner.top(), inner.width(), third);
    paintStatusMark(painter, QRectF(first.left(), first.center().y() - 5, 10, 10), cluster.status);
    painter.setFont(theme::font(TextSize::Body, QFont::DemiBold));
    paintText(painter, first.adjusted(18, 0, cluster.production ? -20 : 0, 0), cluster.name,
              tokens[Token::Text1]);
    if (cluster.production)
        theme::paintIcon(painter, QRectF(first.right() - 14, first.center().y() - 7, 14, 14),
                         u"lock"_s, tokens[Token::Text2]);

    const bool old = faded(cluster.status);
    const QColor figures = tokens[old ? Token::Text3 : Token::Text1];
    const QRectF second = first.translated(0, third);
    paintFigure(painter, second, cluster.rate, TextSize::Body, figures);
    paintFigure(painter, second.adjusted(second.width() / 2, 0, 0, 0), cluster.success,
                TextSize::Body, figures);
    painter.setFont(theme::font(TextSize::Caption));
    const bool calm = cluster.status == Status::Ok;
    paintText(painter, second.translated(0, third),
              calm && !cluster.inside.isEmpty() ? cluster.inside : cluster.note,
              calm ? tokens[Token::Text3] : theme::textColor(tokens, cluster.status));
}

} // namespace causeway::app::widgets
