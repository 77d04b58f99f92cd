// SPDX-License-Identifier: GPL-3.0-or-later
// A painted surface whose parts can be pointed at, walked over with the arrow keys and read by a
// screen reader: the base of the fleet map and the graph. GUI thread; owned by its page.
#pragma once

#include <QRectF>
#include <QWidget>

#include <vector>

namespace causeway::app::widgets {

class ItemsWidget : public QWidget {
    Q_OBJECT
public:
    struct Item {
        QString id;
        QString name;        // "Cluster aws"
        QString description; // "ok, 1.24 k/s, p95 38 ms"
        QRectF rect;         // where it is now, in widget coordinates
    };

    explicit ItemsWidget(QWidget* parent = nullptr);
    [[nodiscard]] virtual std::vector<Item> items() const = 0;
    // The item under a point, or an empty id.
    [[nodiscard]] virtual QString itemAt(const QPointF& point) const;
    [[nodiscard]] const QString& currentItem() const { return m_current; }
    [[nodiscard]] const QString& hoveredItem() const { return m_hovered; }
    // Shows it as selected; emits nothing.
    void setCurrentItem(const QString& id);

Q_SIGNALS:
    void itemSelected(const QString& id); // empty: the ground was clicked
    void itemOpened(const QString& id);   // double click or Enter

protected:
    // What the arrow keys walk over.
    [[nodiscard]] virtual std::vector<Item> places() const { return items(); }
    void select(const QString& id);
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    // Called when current or hovered changed; repaints all unless overridden.
    virtual void highlightChanged() { update(); }

private:
    [[nodiscard]] QString neighbour(int key) const;
    void setHovered(const QString& id);

    QString m_current;
    QString m_hovered;
};

} // namespace causeway::app::widgets
