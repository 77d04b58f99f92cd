// SPDX-License-Identifier: GPL-3.0-or-later
// The fleet on one screen: clouds as frames, clusters inside, a link as two strokes, one for each
// direction: width by traffic, colour by state, label p95 with its change. GUI thread; the
// presenter fills it, it decides nothing.
#pragma once

#include "widgets/fleet_map_layout.h"
#include "widgets/items_widget.h"
#include "widgets/painting.h"

namespace causeway::app::widgets {

struct FleetMapCluster {
    QString id; // what selecting it reports
    QString name;
    QString cloud;
    QString cloudTitle;
    QString region;
    theme::Status status = theme::Status::Unknown;
    QString note; // "stale 41 s", or the health in words
    Figure rate;
    Figure success;
    QString inside; // p95 of calls that stay in the cluster, in words
    bool production = false;
    bool operator==(const FleetMapCluster&) const = default;
};

struct FleetMapLink {
    QString id;
    QString from; // names of clusters
    QString to;
    double traffic = 0; // requests per second
    theme::Status status = theme::Status::Unknown;
    QString quantile; // which one `latency` is: "p95"
    Figure latency;
    QString change;
    theme::Status changeStatus = theme::Status::Ok;
    QString description;
    bool operator==(const FleetMapLink&) const = default;
};

class FleetMap final : public ItemsWidget {
    Q_OBJECT
public:
    explicit FleetMap(QWidget* parent = nullptr);
    void setFleet(const std::vector<FleetMapCluster>& clusters,
                  const std::vector<FleetMapLink>& links);
    [[nodiscard]] std::vector<Item> items() const override;
    [[nodiscard]] QString itemAt(const QPointF& point) const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] FleetMapLayout layoutNow() const;
    [[nodiscard]] QRectF labelRect(const FleetMapLayout& layout, const FleetMapLink& link) const;
    void paintClouds(QPainter& painter, const FleetMapLayout& layout) const;
    void paintLink(QPainter& painter, const QLineF& stroke, const FleetMapLink& link) const;
    void paintLabel(QPainter& painter, const QRectF& rect, const FleetMapLink& link) const;
    void paintCluster(QPainter& painter, const QRectF& plate, const FleetMapCluster& cluster) const;

    std::vector<FleetMapCluster> m_clusters;
    std::vector<FleetMapLink> m_links;
};

} // namespace causeway::app::widgets
