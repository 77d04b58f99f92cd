// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/fleet_map_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace causeway::app::widgets {
namespace {

constexpr QSizeF kPlate{184, 76};
constexpr double kPad = 14;
constexpr double kHeader = 34;
constexpr double kGap = 10;
constexpr double kStrokeOffset = 8;

struct Group {
    QString cloud;
    std::vector<QString> clusters;
};

std::vector<Group> grouped(const std::vector<FleetMapLayout::Place>& places) {
    std::vector<Group> groups;
    for (const auto& place : places) {
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& group) { return group.cloud == place.cloud; });
        if (found == groups.end())
            found = groups.insert(groups.end(), Group{place.cloud, {}});
        found->clusters.push_back(place.cluster);
    }
    return groups;
}

int columnsFor(std::size_t clusters) {
    return clusters > 3 ? 2 : 1;
}

QSizeF frameSize(std::size_t clusters, double scale) {
    const int columns = columnsFor(clusters);
    const int rows = int((clusters + std::size_t(columns) - 1) / std::size_t(columns));
    return {2 * kPad + columns * kPlate.width() * scale + (columns - 1) * kGap,
            kHeader * scale + kPad + rows * kPlate.height() * scale + (rows - 1) * kGap};
}

// Two beside each other, three as a triangle, more around an ellipse; as fractions of the area.
QPointF centreOf(std::size_t index, std::size_t count) {
    if (count == 1)
        return {0.5, 0.5};
    if (count == 2)
        return {index == 0 ? 0.0 : 1.0, 0.5};
    if (count == 3)
        return index == 0 ? QPointF(0.0, 0.0) : index == 1 ? QPointF(1.0, 0.0) : QPointF(0.5, 1.0);
    const double angle = std::numbers::pi * (-0.75 + 2.0 * double(index) / double(count));
    return {0.5 + 0.5 * std::cos(angle), 0.5 + 0.5 * std::sin(angle)};
}

// What the frames spread over: a wide window should not tear a small fleet apart.
QSizeF roomFor(std::size_t clouds, const QRectF& area, double scale) {
    if (clouds > 3)
        return area.size();
    return {std::min(area.width(), 900 * scale), std::min(area.height(), 540 * scale)};
}

// Where the line from the centre of `rect` towards `target` leaves it, a little outside.
QPointF borderPoint(const QRectF& rect, const QLineF& line) {
    const QRectF out = rect.adjusted(-4, -4, 4, 4);
    const std::array<QLineF, 4> sides{
        QLineF(out.topLeft(), out.topRight()), QLineF(out.topRight(), out.bottomRight()),
        QLineF(out.bottomRight(), out.bottomLeft()), QLineF(out.bottomLeft(), out.topLeft())};
    for (const QLineF& side : sides) {
        QPointF point;
        if (line.intersects(side, &point) == QLineF::BoundedIntersection)
            return point;
    }
    return line.p1();
}

} // namespace

FleetMapLayout FleetMapLayout::of(const std::vector<Place>& places, const QRectF& area,
                                  double textScale) {
    FleetMapLayout layout;
    const std::vector<Group> groups = grouped(places);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Group& group = groups[i];
        const QSizeF size = frameSize(group.clusters.size(), textScale);
        const QPointF part = centreOf(i, groups.size());
        const QSizeF room = roomFor(groups.size(), area, textScale);
        const double spareX = std::max(0.0, room.width() - size.width());
        const double spareY = std::max(0.0, room.height() - size.height());
        const QPointF corner = area.center() - QPointF(room.width() / 2, room.height() / 2);
        const QRectF frame(corner + QPointF(spareX * part.x(), spareY * part.y()), size);
        layout.clouds[group.cloud] = frame;
        const bool below = part.y() > 0.6;
        const double header = kHeader * textScale;
        layout.headers[group.cloud] =
            QRectF(frame.left() + kPad, below ? frame.bottom() - header : frame.top(),
                   frame.width() - 2 * kPad, header);
        const QPointF first = frame.topLeft() + QPointF(kPad, below ? kPad : header);
        layout.placeClusters(group.clusters, first, textScale);
    }
    return layout;
}

void FleetMapLayout::placeClusters(const std::vector<QString>& names, const QPointF& first,
                                   double textScale) {
    const int columns = columnsFor(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const int row = int(i) / columns;
        const int column = int(i) % columns;
        const QPointF at = first
                           + QPointF(column * (kPlate.width() * textScale + kGap),
                                     row * (kPlate.height() * textScale + kGap));
        clusters[names[i]] = QRectF(at, kPlate * textScale);
    }
}

QLineF FleetMapLayout::stroke(const QString& from, const QString& to) const {
    const auto a = clusters.find(from);
    const auto b = clusters.find(to);
    if (a == clusters.end() || b == clusters.end() || a == b)
        return {};
    QLineF line(a->second.center(), b->second.center());
    const QLineF normal = line.normalVector().unitVector();
    line.translate(-normal.dx() * kStrokeOffset, -normal.dy() * kStrokeOffset);
    return {borderPoint(a->second, line), borderPoint(b->second, QLineF(line.p2(), line.p1()))};
}

QRectF FleetMapLayout::labelBeside(const QLineF& stroke, const QSizeF& size) {
    const QLineF normal = stroke.normalVector().unitVector();
    const double away =
        std::abs(normal.dx()) * size.width() / 2 + std::abs(normal.dy()) * size.height() / 2 + 7;
    const QPointF centre = stroke.pointAt(0.4) - QPointF(normal.dx(), normal.dy()) * away;
    return {centre - QPointF(size.width() / 2, size.height() / 2), size};
}

} // namespace causeway::app::widgets
