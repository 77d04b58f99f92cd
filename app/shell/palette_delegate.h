// SPDX-License-Identifier: GPL-3.0-or-later
// Paints one row of the palette: icon, title with the letters that matched, detail, shortcut. Owned
// by the palette; GUI thread; keeps no state.
#pragma once

#include <QStyledItemDelegate>

namespace causeway::app::shell {

class PaletteDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

} // namespace causeway::app::shell
