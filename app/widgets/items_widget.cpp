// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/items_widget.h"

#include "widgets/items_accessible.h"

#include <QAccessible>
#include <QKeyEvent>

#include <cmath>
#include <limits>

namespace causeway::app::widgets {

ItemsWidget::ItemsWidget(QWidget* parent) : QWidget(parent) {
    installItemsAccessible();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

QString ItemsWidget::itemAt(const QPointF& point) const {
    const std::vector<Item> all = places();
    // What is drawn later lies on top.
    for (auto item = all.rbegin(); item != all.rend(); ++item)
        if (item->rect.contains(point))
            return item->id;
    return {};
}

void ItemsWidget::setCurrentItem(const QString& id) {
    if (id == m_current)
        return;
    m_current = id;
    highlightChanged();
    if (!hasFocus() || id.isEmpty())
        return;
    const std::vector<Item> all = items();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Item& i) { return i.id == id; });
    if (found == all.end())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(int(found - all.begin()));
    QAccessible::updateAccessibility(&event);
}

void ItemsWidget::select(const QString& id) {
    setCurrentItem(id);
    Q_EMIT itemSelected(id);
}

QString ItemsWidget::neighbour(int key) const {
    const std::vector<Item> all = places();
    if (all.empty())
        return {};
    const auto from = std::find_if(all.begin(), all.end(),
                                   [this](const Item& item) { return item.id == m_current; });
    if (from == all.end())
        return all.front().id;
    const QPointF ahead = key == Qt::Key_Left    ? QPointF(-1, 0)
                          : key == Qt::Key_Right ? QPointF(1, 0)
                          : key == Qt::Key_Up    ? QPointF(0, -1)
                                                 : QPointF(0, 1);
    QString best = from->id;
    double least = std::numeric_limits<double>::max();
    for (const Item& item : all) {
        const QPointF way = item.rect.center() - from->rect.center();
        const double along = QPointF::dotProduct(way, ahead);
        const double aside = std::abs(way.x() * ahead.y() - way.y() * ahead.x());
        // Straight ahead wins over near but aside.
        const double cost = along + 2.5 * aside;
        if (item.id != from->id && along > 1 && cost < least) {
            least = cost;
            best = item.id;
        }
    }
    return best;
}

void ItemsWidget::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
            select(neighbour(event->key()));
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current.isEmpty()) {
            Q_EMIT itemOpened(m_current);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ItemsWidget::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton)
        setHovered(itemAt(event->position()));
    QWidget::mouseMoveEvent(event);
}

void ItemsWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        select(itemAt(event->position()));
}

void ItemsWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    const QString id = itemAt(event->position());
    if (event->button() == Qt::LeftButton && !id.isEmpty())
        Q_EMIT itemOpened(id);
}

void ItemsWidget::leaveEvent(QEvent* event) {
    setHovered({});
    QWidget::leaveEvent(event);
}

void ItemsWidget::setHovered(const QString& id) {
    if (id == m_hovered)
        return;
    m_hovered = id;
    setCursor(id.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    highlightChanged();
}

} // namespace causeway::app::widgets
