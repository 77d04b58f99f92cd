// SPDX-License-Identifier: GPL-3.0-or-later
// Where clouds, clusters and link labels of the fleet map lie. Pure geometry: the same fleet in the
// same area is always laid out the same, so nothing moves when numbers do.
#pragma once

#include <QLineF>
#include <QRectF>
#include <QString>

#include <map>
#include <vector>

namespace causeway::app::widgets {

struct FleetMapLayout {
    struct Place {
        QString cluster;
        QString cloud;
    };
    std::map<QString, QRectF> clouds;   // frames by cloud
    std::map<QString, QRectF> headers;  // their captions: away from the middle, where links are
    std::map<QString, QRectF> clusters; // plates by cluster

    [[nodiscard]] static FleetMapLayout of(const std::vector<Place>& places, const QRectF& area,
                                           double textScale);
    // The stroke of one direction, from plate edge to plate edge, kept to the right of the way.
    [[nodiscard]] QLineF stroke(const QString& from, const QString& to) const;
    // A label of that size beside its own stroke, nearer to where the stroke begins.
    [[nodiscard]] static QRectF labelBeside(const QLineF& stroke, const QSizeF& size);

private:
    void placeClusters(const std::vector<QString>& names, const QPointF& first, double textScale);
};

} // namespace causeway::app::widgets
