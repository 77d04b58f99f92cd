// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_canvas.h"

#include <QApplication>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>
#include <set>

namespace causeway::app::widgets {

using theme::Token;
using theme::Tokens;

namespace {

constexpr double kLeastScale = 0.05;
constexpr double kMostScale = 2.5;
constexpr double kStep = 1.25;
constexpr double kMargin = 24;
constexpr int kSettleMs = 90;
constexpr double kEdgeReach = 6;

bool sameShape(const GraphContent& a, const GraphContent& b) {
    const auto nodes = [](const GraphContent& content) {
        std::set<std::pair<QString, QString>> ids;
        for (const GraphNode& node : content.nodes)
            ids.emplace(node.id, node.group);
        return ids;
    };
    const auto edges = [](const GraphContent& content) {
        std::set<std::pair<QString, QString>> ends;
        for (const GraphEdge& edge : content.edges)
            ends.emplace(edge.from, edge.to);
        return ends;
    };
    return nodes(a) == nodes(b) && edges(a) == edges(b);
}

} // namespace

GraphCanvas::GraphCanvas(QWidget* parent) : ItemsWidget(parent) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        repaintPicture();
        update();
    });
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GraphCanvas::setGraph(const GraphContent& content) {
    if (content == m_content)
        return;
    const bool moved = !sameShape(content, m_content);
    m_content = content;
    if (moved)
        relayout();
    m_picture = {};
    update();
}

void GraphCanvas::relayout() {
    std::vector<GraphLayout::Node> nodes;
    for (const GraphNode& node : m_content.nodes)
        nodes.push_back({node.id, node.group});
    std::vector<GraphLayout::Edge> edges;
    for (const GraphEdge& edge : m_content.edges)
        edges.emplace_back(edge.from, edge.to);
    m_layout = GraphLayout::of(std::move(nodes), edges, GraphPainter::plate());
    if (m_fitted)
        fit();
}

void GraphCanvas::fit() {
    const QRectF bounds = m_layout.bounds();
    m_fitted = true;
    if (bounds.isEmpty())
        return;
    const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const double wanted = std::min(room.width() / bounds.width(), room.height() / bounds.height());
    const double scale = std::clamp(wanted, kLeastScale, 1.0);
    const QPointF offset = room.center() - bounds.center() * scale;
    m_view = QTransform(scale, 0, 0, scale, offset.x(), offset.y());
    m_picture = {};
    update();
}

void GraphCanvas::zoomBy(double factor, const QPointF& around) {
    const double target = std::clamp(scale() * factor, kLeastScale, kMostScale);
    const QPointF fixed = m_view.inverted().map(around);
    const QPointF offset = around - fixed * target;
    m_view = QTransform(target, 0, 0, target, offset.x(), offset.y());
    viewMoved();
}

void GraphCanvas::viewMoved() {
    m_fitted = false;
    m_settle.start();
    update();
}

std::vector<ItemsWidget::Item> GraphCanvas::items() const {
    std::vector<Item> result;
    for (const GraphNode& node : m_content.nodes)
        if (const auto rect = m_layout.nodes.find(node.id); rect != m_layout.nodes.end())
            result.push_back({node.id, node.name, node.description, m_view.mapRect(rect->second)});
    return result;
}

QString GraphCanvas::itemAt(const QPointF& point) const {
    const QString node = ItemsWidget::itemAt(point);
    if (!node.isEmpty())
        return node;
    const QPointF scene = m_view.inverted().map(point);
    const GraphPainter painter = painterNow();
    QPainterPathStroker stroker;
    for (const GraphEdge& edge : m_content.edges) {
        stroker.setWidth(GraphPainter::edgeWidth(edge.traffic) + 2 * kEdgeReach / scale());
        const QPainterPath way = painter.path(edge);
        if (way.controlPointRect().adjusted(-8, -8, 8, 8).contains(scene)
            && stroker.createStroke(way).contains(scene))
            return edge.id;
    }
    return {};
}

void GraphCanvas::repaintPicture() {
    const double ratio = devicePixelRatioF();
    m_picture = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(Qt::transparent);
    m_pictureView = m_view;
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setTransform(m_view);
    const GraphPainter graph = painterNow();
    graph.paintFrames(painter);
    graph.paintEdges(painter);
    graph.paintNodes(painter);
    graph.paintLabels(painter);
}

void GraphCanvas::paintEvent(QPaintEvent*) {
    if (m_picture.isNull())
        repaintPicture();
    QPainter painter(this);
    if (m_pictureView == m_view) {
        painter.drawImage(QPointF(), m_picture);
    } else {
        painter.setTransform(m_pictureView.inverted() * m_view);
        painter.drawImage(QPointF(), m_picture);
        painter.resetTransform();
    }
    paintOverlay(painter);
    if (hasFocus() && currentItem().isEmpty())
        paintFocusRing(painter, rect());
}

void GraphCanvas::paintOverlay(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setTransform(m_view);
    const GraphPainter graph = painterNow();
    const QColor accent = Tokens::current()[Token::Accent];
    for (const QString& id : {hoveredItem(), currentItem()}) {
        if (id.isEmpty())
            continue;
        graph.paintEdgesOf(painter, id);
        const auto rect = m_layout.nodes.find(id);
        if (rect == m_layout.nodes.end())
            continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(accent, (id == currentItem() ? 2 : 1) / scale()));
        painter.drawRoundedRect(rect->second, 6, 6);
    }
}

void GraphCanvas::resizeEvent(QResizeEvent* event) {
    ItemsWidget::resizeEvent(event);
    if (m_fitted)
        fit();
    m_picture = {};
}

void GraphCanvas::wheelEvent(QWheelEvent* event) {
    zoomBy(std::pow(2.0, event->angleDelta().y() / 480.0), event->position());
    event->accept();
}

void GraphCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF middle = QRectF(rect()).center();
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kStep, middle);
        return;
    case Qt::Key_Minus:
        zoomBy(1 / kStep, middle);
        return;
    case Qt::Key_0:
        fit();
        return;
    default:
        ItemsWidget::keyPressEvent(event);
    }
}

void GraphCanvas::mousePressEvent(QMouseEvent* event) {
    m_press = m_lastMouse = event->position();
    m_panning = false;
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event) {
    const bool far =
        (event->position() - m_press).manhattanLength() >= QApplication::startDragDistance();
    if (event->buttons().testFlag(Qt::LeftButton) && (far || m_panning)) {
        const QPointF by = event->position() - m_lastMouse;
        m_view = m_view * QTransform::fromTranslate(by.x(), by.y());
        m_panning = true;
        viewMoved();
    }
    m_lastMouse = event->position();
    ItemsWidget::mouseMoveEvent(event);
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_panning)
        ItemsWidget::mouseReleaseEvent(event);
    m_panning = false;
}

void GraphCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        relayout();
        m_picture = {};
    }
    ItemsWidget::changeEvent(event);
}

} // namespace causeway::app::widgets
