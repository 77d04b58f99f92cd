// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a call graph: tiles of one zoom, each with a layer of ground and edges and one of
// plates and labels, painted on a worker thread and swapped in when ready. Until then what is there
// already is moved and scaled. Owned by the GraphCanvas, on the GUI thread.
#pragma once

#include "jobs/job.h"
#include "widgets/graph_update.h"

#include <QImage>
#include <QObject>
#include <QTransform>

#include <map>

namespace causeway::app::widgets {

class GraphTiles final : public QObject {
    Q_OBJECT
public:
    explicit GraphTiles(QObject* parent = nullptr) : QObject(parent) {}

    // Only what the update made old is painted anew.
    void setScene(std::shared_ptr<const GraphScene> scene, const GraphUpdate& update);
    // Another look or another screen: nothing that is painted holds any more.
    void forget();
    // Paints what is missing there, soon. `view` maps the scene to the widget.
    void want(const QTransform& view, const QSize& size, double pixelRatio);
    void paint(QPainter& painter, const QTransform& view, const QSize& size) const;
    // What was wanted last is painted and up to date.
    [[nodiscard]] bool settled() const;

Q_SIGNALS:
    void painted();

private:
    enum Layer { Lines, Plates, LayerCount };
    using Place = std::pair<int, int>; // column and row at a zoom
    struct Tile {
        std::array<QImage, LayerCount> layers;
        std::array<bool, LayerCount> old{true, true};
    };
    struct Picture {
        double scale = 0;
        std::map<Place, Tile> tiles;
    };
    struct Order {
        Place place;
        std::array<bool, LayerCount> layers{};
    };
    struct Painted {
        Place place;
        std::array<QImage, LayerCount> layers;
    };

    [[nodiscard]] static QRectF partOf(const Place& place, double scale);
    [[nodiscard]] static std::vector<Painted> paintAll(const GraphScene& scene,
                                                       const std::vector<Order>& orders,
                                                       double scale, double pixelRatio,
                                                       const std::stop_token& stop);
    [[nodiscard]] std::vector<Place> placesIn(const QRectF& part, double scale) const;
    [[nodiscard]] std::vector<Order> missing() const;
    void markOld(const std::vector<QRectF>& parts, Layer layer);
    void start();
    void take(std::vector<Painted> painted, bool current);

    std::shared_ptr<const GraphScene> m_scene;
    Picture m_front; // of the zoom that was wanted last
    Picture m_back;  // of the zoom before, until the front is whole
    QRectF m_wanted; // in the scene
    double m_pixelRatio = 1;
    jobs::Job m_job;
};

} // namespace causeway::app::widgets
