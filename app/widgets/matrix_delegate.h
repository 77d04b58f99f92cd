// SPDX-License-Identifier: GPL-3.0-or-later
// Paints one cell of the matrix. Owned by MatrixView; GUI thread; keeps no state.
#pragma once

#include <QStyledItemDelegate>

namespace causeway::app::widgets {

class MatrixDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    // Where the button of a cell that is not measured lies, for painting and for hits.
    [[nodiscard]] static QRectF buttonRect(const QRectF& cell, const QString& words);
};

} // namespace causeway::app::widgets
