// SPDX-License-Identifier: GPL-3.0-or-later
// The call graph: zoom, pan, hit test. The picture is GraphTiles', painted elsewhere; here is only
// where it stands and what lies over it. Positions come from GraphLayout and change only when nodes
// or edges come or go. Zooming through a level asks for the next one. GUI thread.
#pragma once

#include "widgets/graph_painter.h"
#include "widgets/graph_tiles.h"
#include "widgets/graph_update.h"
#include "widgets/items_widget.h"

#include <QTimer>
#include <QTransform>

namespace causeway::app::widgets {

class GraphCanvas final : public ItemsWidget {
    Q_OBJECT
public:
    explicit GraphCanvas(QWidget* parent = nullptr);
    // Of a graph that is larger than this a new scene is built on a worker and shown when ready.
    static constexpr std::size_t kAtOnce = 2000; // nodes and edges
    void setGraph(std::shared_ptr<const GraphContent> content);
    void setGraph(const GraphContent& content) {
        setGraph(std::make_shared<const GraphContent>(content));
    }
    [[nodiscard]] const GraphLayout& graphLayout() const { return m_scene->layout(); }
    [[nodiscard]] double scale() const { return m_view.m11(); }
    // The nodes and, of the current one or beside the current edge, the edges.
    [[nodiscard]] std::vector<Item> items() const override;
    [[nodiscard]] QString itemAt(const QPointF& point) const override;

    void zoomBy(double factor, const QPointF& around);
    void fit();
    // Brings the node, or the nodes whose parent it is, under a point at a readable size.
    void focusOn(const QString& id, const QPointF& at);
    // Nothing is being painted, and what is shown is sharp.
    [[nodiscard]] bool settled() const { 
        return !m_settle.isActive() && !m_building.running() && m_tiles.settled();
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 240}; }

Q_SIGNALS:
    // Zoomed in (1) or out (-1) beyond what this level can say. `id` is the node there whose
    // children, or which itself, should then be seen at the point.
    void levelWanted(int direction, const QString& id, const QPointF& at);

protected:
    [[nodiscard]] std::vector<Item> places() const override;
    // Tab goes from a node along its edges, the worst and busiest first, and then on.
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void highlightChanged() override { update(); }

private:
    void show(GraphUpdate update);
    void viewMoved();
    [[nodiscard]] bool askForLevel(double factor, const QPointF& around);
    [[nodiscard]] std::vector<const GraphScene::Line*> linesOf(const QString& node) const;
    [[nodiscard]] const GraphScene::Line* line(const QString& edge) const;
    [[nodiscard]] bool stepOffEdge(int key);
    [[nodiscard]] std::size_t nearest(const QPointF& point) const;
    void setView(double scale, const QPointF& offset);
    void paintOverlay(QPainter& painter) const;

    std::shared_ptr<const GraphScene> m_scene;
    GraphTiles m_tiles;
    jobs::Job m_building;
    std::shared_ptr<const GraphContent> m_next;         // came while the one before is built
    std::optional<std::pair<QString, QPointF>> m_focus; // asked for meanwhile
    QTransform m_view; // scene to widget
    QTimer m_settle;
    QString m_walked; // the node whose edges Tab goes along
    QPointF m_press;
    QPointF m_lastMouse;
    bool m_panning = false;
    bool m_fitted = true; // until somebody zooms or pans, resizing fits again
};

} // namespace causeway::app::widgets
