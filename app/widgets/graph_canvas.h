// SPDX-License-Identifier: GPL-3.0-or-later
// The call graph: zoom, pan, hit test. The picture is kept as one image of a zoom; while a hand
// moves it the image is moved and scaled, and painted sharp when the hand rests. Positions come
// from GraphLayout and change only when nodes or edges come or go. GUI thread.
#pragma once

#include "widgets/graph_painter.h"
#include "widgets/items_widget.h"

#include <QImage>
#include <QTimer>
#include <QTransform>

namespace causeway::app::widgets {

class GraphCanvas final : public ItemsWidget {
    Q_OBJECT
public:
    explicit GraphCanvas(QWidget* parent = nullptr);
    void setGraph(const GraphContent& content);
    [[nodiscard]] const GraphLayout& graphLayout() const { return m_layout; }
    [[nodiscard]] double scale() const { return m_view.m11(); }
    [[nodiscard]] std::vector<Item> items() const override;
    [[nodiscard]] QString itemAt(const QPointF& point) const override;

    void zoomBy(double factor, const QPointF& around);
    void fit();
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 240}; }

protected:
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
    void relayout();
    void repaintPicture();
    void viewMoved();
    [[nodiscard]] GraphPainter painterNow() const { return {m_content, m_layout, scale()}; }
    void paintOverlay(QPainter& painter) const;

    GraphContent m_content;
    GraphLayout m_layout;
    QTransform m_view;        // scene to widget
    QImage m_picture;         // everything but the highlight
    QTransform m_pictureView; // the view that m_picture was painted with
    QTimer m_settle;
    QPointF m_press;
    QPointF m_lastMouse;
    bool m_panning = false;
    bool m_fitted = true; // until somebody zooms or pans, resizing fits again
};

} // namespace causeway::app::widgets
