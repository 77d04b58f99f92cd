// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph_canvas.h"

#include "theme/look.h"

#include <QApplication>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

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

// Zoom beyond which a level has said what it can.
constexpr double kFinerFrom = 1.7;
constexpr double kCoarserFrom = 0.3;

} // namespace

GraphCanvas::GraphCanvas(QWidget* parent)
    : ItemsWidget(parent),
      m_scene(std::make_shared<const GraphScene>(std::make_shared<const GraphContent>(),
                                                 std::make_shared<const GraphLayout>())) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this,
            [this] { m_tiles.want(m_view, size(), devicePixelRatioF()); });
    connect(&m_tiles, &GraphTiles::painted, this, qOverload<>(&QWidget::update));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void GraphCanvas::setGraph(std::shared_ptr<const GraphContent> content) {
    if (m_building.running()) {
        m_next = std::move(content); // the one that is being built is shown first
        return;
    }
    const QSizeF plate = GraphPainter::plate();
    if (content->nodes.size() + content->edges.size() <= kAtOnce) {
        show(GraphUpdate::of(m_scene, std::move(content), plate));
        return;
    }
    m_building.start(
        [before = m_scene, content = std::move(content), plate,
         look = theme::Look::current()](const std::stop_token&) {
            const theme::LookScope pinned(look);
            return GraphUpdate::of(before, content, plate);
        },
        [this](GraphUpdate update) {
            show(std::move(update));
            if (auto next = std::exchange(m_next, nullptr))
                setGraph(std::move(next));
        });
}

void GraphCanvas::show(GraphUpdate update) {
    if (update.scene == m_scene)
        return;
    std::swap(m_scene, update.scene);
    m_tiles.setScene(m_scene, update);
    if (update.moved && m_fitted)
        fit();
    if (const auto wanted = std::exchange(m_focus, std::nullopt))
        focusOn(wanted->first, wanted->second);
    this->update();
    // What was shown goes where it takes nobody's time.
    if (update.scene->lines().size() > kAtOnce)
        QThreadPool::globalInstance()->start([gone = std::move(update)] {});
}

void GraphCanvas::fit() {
    const QRectF bounds = graphLayout().bounds();
    m_fitted = true;
    if (bounds.isEmpty())
        return;
    const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const double wanted = std::min(room.width() / bounds.width(), room.height() / bounds.height());
    const double scale = std::clamp(wanted, kLeastScale, 1.0);
    setView(scale, room.center() - bounds.center() * scale);
    m_tiles.want(m_view, size(), devicePixelRatioF());
}

// On whole pixels, so that tiles lie sharp and without seams.
void GraphCanvas::setView(double scale, const QPointF& offset) {
    const double ratio = devicePixelRatioF();
    m_view = QTransform(scale, 0, 0, scale, std::round(offset.x() * ratio) / ratio,
                        std::round(offset.y() * ratio) / ratio);
    update();
}

void GraphCanvas::zoomBy(double factor, const QPointF& around) {
    if (askForLevel(factor, around))
        return;
    const double target = std::clamp(scale() * factor, kLeastScale, kMostScale);
    const QPointF fixed = m_view.inverted().map(around);
    setView(target, around - fixed * target);
    viewMoved();
}

bool GraphCanvas::askForLevel(double factor, const QPointF& around) {
    const bool finer = factor > 1 && scale() >= kFinerFrom;
    const bool coarser = factor < 1 && scale() <= kCoarserFrom;
    const std::size_t node = finer || coarser ? nearest(around) : m_scene->plates().size();
    if (node == m_scene->plates().size())
        return false;
    const GraphNode& there = m_scene->content().nodes[node];
    const GraphContent* before = &m_scene->content();
    Q_EMIT levelWanted(finer ? 1 : -1, finer ? there.id : there.parent, around);
    // Somebody had another level, or has one soon.
    return before != &m_scene->content() || m_building.running();
}

// The node nearest to a point of the widget; their number when there is none.
std::size_t GraphCanvas::nearest(const QPointF& point) const {
    const QPointF scene = m_view.inverted().map(point);
    const auto far = [&](const QRectF& plate) {
        const QPointF way = plate.center() - scene;
        return plate.isNull() ? std::numeric_limits<double>::max()
                              : way.x() * way.x() + way.y() * way.y();
    };
    const auto& plates = m_scene->plates();
    return std::size_t(std::ranges::min_element(plates, {}, far) - plates.begin());
}

void GraphCanvas::focusOn(const QString& id, const QPointF& at) {
    if (m_building.running()) {
        m_focus.emplace(id, at);
        return;
    }
    QRectF wanted;
    for (std::size_t i = 0; i < m_scene->plates().size(); ++i) {
        const GraphNode& node = m_scene->content().nodes[i];
        if (node.id == id || node.parent == id)
            wanted |= m_scene->plates()[i];
    }
    if (wanted.isEmpty()) {
        fit();
        return;
    }
    const double fits = std::min(width() / wanted.width(), height() / wanted.height()) * 0.8;
    const double target = std::clamp(fits, kCoarserFrom * 1.4, 1.0);
    setView(target, at - wanted.center() * target);
    viewMoved();
}

void GraphCanvas::viewMoved() {
    m_fitted = false;
    m_settle.start();
    update();
}

std::vector<ItemsWidget::Item> GraphCanvas::places() const {
    std::vector<Item> result;
    for (std::size_t i = 0; i < m_scene->plates().size(); ++i) {
        const GraphNode& node = m_scene->content().nodes[i];
        if (!m_scene->plates()[i].isNull())
            result.push_back(
                {node.id, node.name, node.description, m_view.mapRect(m_scene->plates()[i])});
    }
    return result;
}

std::vector<ItemsWidget::Item> GraphCanvas::items() const {
    std::vector<Item> result = places();
    QHash<QString, QString> names;
    for (const Item& node : result)
        names.insert(node.id, node.name);
    const GraphScene::Line* current = line(currentItem());
    const QString node = current != nullptr ? m_walked : currentItem();
    std::vector<const GraphScene::Line*> lines = linesOf(node);
    if (current != nullptr && std::ranges::count(lines, current) == 0)
        lines.push_back(current);
    for (const GraphScene::Line* each : lines)
        result.push_back({each->edge->id,
                          tr("%1 calls %2").arg(names.value(each->edge->from),
                                                names.value(each->edge->to)),
                          each->edge->description, m_view.mapRect(each->bounds)});
    return result;
}

std::vector<const GraphScene::Line*> GraphCanvas::linesOf(const QString& node) const {
    std::vector<const GraphScene::Line*> lines;
    if (node.isEmpty())
        return lines;
    for (const GraphScene::Line& line : m_scene->lines())
        if (line.edge->from == node || line.edge->to == node)
            lines.push_back(&line);
    return lines;
}

const GraphScene::Line* GraphCanvas::line(const QString& edge) const {
    if (edge.isEmpty())
        return nullptr;
    const auto& lines = m_scene->lines();
    const auto found = std::ranges::find_if(
        lines, [&](const GraphScene::Line& line) { return line.edge->id == edge; });
    return found == lines.end() ? nullptr : &*found;
}

bool GraphCanvas::focusNextPrevChild(bool next) {
    const GraphScene::Line* current = line(currentItem());
    if (current == nullptr)
        m_walked = currentItem();
    else if (current->edge->from != m_walked && current->edge->to != m_walked)
        m_walked = current->edge->from; // it was clicked
    const auto lines = linesOf(m_walked);
    const auto at = std::ranges::find(lines, current);
    const bool walks = hasFocus() && !lines.empty() && (next || current != nullptr);
    if (!walks || (next && current != nullptr && std::next(at) == lines.end()))
        return ItemsWidget::focusNextPrevChild(next);
    if (next)
        select((current == nullptr ? lines.front() : *std::next(at))->edge->id);
    else
        select(at == lines.begin() ? m_walked : (*std::prev(at))->edge->id);
    return true;
}

// An edge has two ends: its caller and its callee.
bool GraphCanvas::stepOffEdge(int key) {
    const GraphScene::Line* current = line(currentItem());
    if (current == nullptr)
        return false;
    const bool back = key == Qt::Key_Left || key == Qt::Key_Up;
    select(back ? current->edge->from : current->edge->to);
    return true;
}

QString GraphCanvas::itemAt(const QPointF& point) const {
    const QString node = ItemsWidget::itemAt(point);
    if (!node.isEmpty())
        return node;
    const QPointF scene = m_view.inverted().map(point);
    const double reach = kEdgeReach / scale();
    QPainterPathStroker stroker;
    for (const GraphScene::Line& line : m_scene->lines()) {
        if (!line.bounds.adjusted(-reach, -reach, reach, reach).contains(scene))
            continue;
        stroker.setWidth(GraphPainter::edgeWidth(line.edge->traffic) + 2 * reach);
        if (stroker.createStroke(line.path()).contains(scene))
            return line.edge->id;
    }
    return {};
}

void GraphCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_tiles.paint(painter, m_view, size());
    paintOverlay(painter);
    if (hasFocus() && currentItem().isEmpty())
        paintFocusRing(painter, rect());
}

void GraphCanvas::paintOverlay(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setTransform(m_view);
    const GraphPainter graph(*m_scene, scale(),
                             m_view.inverted().mapRect(QRectF(QPointF(), QSizeF(size()))));
    const QColor accent = Tokens::current()[Token::Accent];
    for (const QString& id : {hoveredItem(), currentItem()}) {
        if (id.isEmpty())
            continue;
        graph.paintEdgesOf(painter, id);
        const auto rect = graphLayout().nodes.find(id);
        if (rect == graphLayout().nodes.end())
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
    else
        viewMoved();
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
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!stepOffEdge(event->key()))
            ItemsWidget::keyPressEvent(event);
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
        setView(scale(), QPointF(m_view.dx(), m_view.dy()) + by);
        m_panning = true;
        m_fitted = false;
        // The zoom is the same: tiles that come into view are painted as the hand goes on.
        if (!m_settle.isActive())
            m_tiles.want(m_view, size(), devicePixelRatioF());
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
        m_building.cancel();
        m_next.reset();
        show(GraphUpdate::anew(m_scene->sharedContent(), GraphPainter::plate()));
    }
    ItemsWidget::changeEvent(event);
}

} // namespace causeway::app::widgets
