// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/items_accessible.h"

#include "widgets/items_widget.h"

#include <QAccessibleWidget>
#include <QMap>
#include <QPointer>

namespace causeway::app::widgets {
namespace {

// One part, named by its id: it stays valid when others come and go.
class ItemInterface final : public QAccessibleInterface {
public:
    ItemInterface(ItemsWidget* owner, QString id) : m_owner(owner), m_id(std::move(id)) {}

    bool isValid() const override { return m_owner != nullptr && !item().id.isEmpty(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_owner);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Name          ? item().name
               : kind == QAccessible::Description ? item().description
                                                  : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        const QRect inside = item().rect.toAlignedRect();
        return m_owner ? QRect(m_owner->mapToGlobal(inside.topLeft()), inside.size()) : QRect();
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        const bool current = m_owner && m_owner->currentItem() == m_id;
        state.selected = current;
        state.focused = current && m_owner->hasFocus();
        return state;
    }
    [[nodiscard]] const QString& id() const { return m_id; }

private:
    [[nodiscard]] ItemsWidget::Item item() const {
        if (m_owner)
            for (ItemsWidget::Item& item : m_owner->items())
                if (item.id == m_id)
                    return item;
        return {};
    }

    QPointer<ItemsWidget> m_owner;
    QString m_id;
};

class ItemsInterface final : public QAccessibleWidget {
public:
    explicit ItemsInterface(ItemsWidget* widget) : QAccessibleWidget(widget, QAccessible::List) {}
    ~ItemsInterface() override {
        for (const QAccessible::Id id : std::as_const(m_children))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return int(owner()->items().size()); }
    QAccessibleInterface* child(int index) const override {
        const auto items = owner()->items();
        if (index < 0 || index >= int(items.size()))
            return nullptr;
        const QString& id = items[std::size_t(index)].id;
        if (!m_children.contains(id))
            m_children.insert(
                id, QAccessible::registerAccessibleInterface(new ItemInterface(owner(), id)));
        return QAccessible::accessibleInterface(m_children.value(id));
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto items = owner()->items();
        const auto* wanted = static_cast<const ItemInterface*>(child);
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i].id == wanted->id())
                return int(i);
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        const QString id = owner()->itemAt(owner()->mapFromGlobal(QPoint(x, y)));
        const auto items = owner()->items();
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i].id == id)
                return child(int(i));
        return nullptr;
    }

private:
    [[nodiscard]] ItemsWidget* owner() const { return static_cast<ItemsWidget*>(object()); }

    mutable QMap<QString, QAccessible::Id> m_children;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* widget = qobject_cast<ItemsWidget*>(object);
    return widget != nullptr ? new ItemsInterface(widget) : nullptr;
}

} // namespace

void installItemsAccessible() {
    [[maybe_unused]] static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
}

} // namespace causeway::app::widgets
