// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_tiles.h"

#include "theme/look.h"
#include "widgets/graph_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;

namespace {

constexpr double kSide = 512; // of a tile on the screen
constexpr std::size_t kMostTiles = 96;

QImage imageFor(double pixelRatio) {
    const int side = int(std::ceil(kSide * pixelRatio));
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(Qt::transparent);
    return image;
}

} // namespace

QRectF GraphTiles::partOf(const Place& place, double scale) {
    const double side = kSide / scale;
    return {place.first * side, place.second * side, side, side};
}

std::vector<GraphTiles::Place> GraphTiles::placesIn(const QRectF& part, double scale) const {
    std::vector<Place> places;
    const double side = kSide / scale;
    const int right = int(std::floor(part.right() / side));
    const int bottom = int(std::floor(part.bottom() / side));
    for (int y = int(std::floor(part.top() / side)); y <= bottom; ++y)
        for (int x = int(std::floor(part.left() / side)); x <= right; ++x)
            places.emplace_back(x, y);
    return places;
}

void GraphTiles::setScene(std::shared_ptr<const GraphScene> scene, const GraphUpdate& update) {
    const bool first = m_scene == nullptr;
    m_scene = std::move(scene);
    if (first || update.moved) {
        forget();
        return;
    }
    markOld(update.oldLines, Lines);
    markOld(update.oldPlates, Plates);
    start();
}

void GraphTiles::markOld(const std::vector<QRectF>& parts, Layer layer) {
    for (auto& [place, tile] : m_front.tiles) {
        const QRectF part = partOf(place, m_front.scale);
        tile.old[layer] = tile.old[layer] || std::ranges::any_of(parts, [&](const QRectF& old) {
                              return part.intersects(old);
                          });
    }
}

void GraphTiles::forget() {
    m_job.cancel();
    m_front.tiles.clear();
    m_back.tiles.clear();
    start();
}

void GraphTiles::want(const QTransform& view, const QSize& size, double pixelRatio) {
    m_wanted = view.inverted().mapRect(QRectF(QPointF(), QSizeF(size)));
    const double scale = view.m11();
    if (pixelRatio != m_pixelRatio) {
        m_pixelRatio = pixelRatio;
        m_front.tiles.clear();
        m_back.tiles.clear();
    }
    if (scale != m_front.scale) {
        m_job.cancel(); // of a zoom that nobody looks at any more
        if (!m_front.tiles.empty())
            m_back = std::move(m_front);
        m_front = {scale, {}};
    } else if (m_front.tiles.size() > kMostTiles) {
        std::erase_if(m_front.tiles, [&](const auto& entry) {
            return !partOf(entry.first, scale).intersects(m_wanted);
        });
    }
    start();
}

std::vector<GraphTiles::Order> GraphTiles::missing() const {
    std::vector<Order> orders;
    if (!m_scene || m_front.scale <= 0)
        return orders;
    for (const Place& place : placesIn(m_wanted, m_front.scale)) {
        const auto tile = m_front.tiles.find(place);
        const std::array<bool, LayerCount> old =
            tile == m_front.tiles.end() ? std::array{true, true} : tile->second.old;
        if (old[Lines] || old[Plates])
            orders.push_back({place, old});
    }
    // From the middle outwards: there one looks.
    const auto far = [middle = m_wanted.center(), scale = m_front.scale](const Order& order) {
        const QPointF way = partOf(order.place, scale).center() - middle;
        return way.x() * way.x() + way.y() * way.y();
    };
    std::ranges::sort(orders, {}, far);
    return orders;
}

bool GraphTiles::settled() const {
    return !m_job.running() && missing().empty();
}

void GraphTiles::start() {
    if (m_job.running())
        return;
    std::vector<Order> orders = missing();
    if (orders.empty()) {
        m_back.tiles.clear();
        return;
    }
    // Few at a time, so that they appear as they are done and a new zoom does not wait long.
    orders.resize(std::min<std::size_t>(orders.size(), 3));
    m_job.start(
        [scene = m_scene, orders, scale = m_front.scale, ratio = m_pixelRatio,
         look = theme::Look::current()](const std::stop_token& stop) {
            const theme::LookScope pinned(look);
            return paintAll(*scene, orders, scale, ratio, stop);
        },
        [this, scene = m_scene.get()](std::vector<Painted> painted) {
            take(std::move(painted), scene == m_scene.get());
        });
}

void GraphTiles::take(std::vector<Painted> painted, bool current) {
    for (Painted& fresh : painted) {
        Tile& tile = m_front.tiles[fresh.place];
        for (const Layer layer : {Lines, Plates})
            if (!fresh.layers[layer].isNull()) {
                tile.layers[layer] = std::move(fresh.layers[layer]);
                tile.old[layer] = !current;
            }
    }
    start();
    Q_EMIT this->painted();
}

std::vector<GraphTiles::Painted> GraphTiles::paintAll(const GraphScene& scene,
                                                      const std::vector<Order>& orders,
                                                      double scale, double pixelRatio,
                                                      const std::stop_token& stop) {
    std::vector<Painted> result;
    for (const Order& order : orders) {
        if (stop.stop_requested())
            break;
        const QRectF part = partOf(order.place, scale);
        const GraphPainter graph(scene, scale, part);
        Painted& painted = result.emplace_back();
        painted.place = order.place;
        for (const Layer layer : {Lines, Plates}) {
            if (!order.layers[layer])
                continue;
            QImage image = imageFor(pixelRatio);
            if (layer == Lines)
                image.fill(Tokens::current()[Token::Page]);
            QPainter painter(&image);
            painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
            painter.setTransform(
                QTransform(scale, 0, 0, scale, -part.left() * scale, -part.top() * scale));
            if (layer == Lines) {
                graph.paintFrames(painter);
                graph.paintEdges(painter);
            } else {
                graph.paintNodes(painter);
                graph.paintLabels(painter);
            }
            painter.end();
            painted.layers[layer] = std::move(image);
        }
    }
    return result;
}

void GraphTiles::paint(QPainter& painter, const QTransform& view, const QSize& size) const {
    const QRectF screen{QPointF(), QSizeF(size)};
    for (const Picture* picture : {&m_back, &m_front})
        for (const auto& [place, tile] : picture->tiles) {
            const QRectF target = view.mapRect(partOf(place, picture->scale));
            if (!target.intersects(screen))
                continue;
            const bool sharp = picture->scale == view.m11();
            for (const QImage& layer : tile.layers) {
                if (layer.isNull())
                    continue;
                if (sharp)
                    painter.drawImage(target.topLeft(), layer);
                else
                    painter.drawImage(target, layer, QRectF(layer.rect()));
            }
        }
}

} // namespace causeway::app::widgets
