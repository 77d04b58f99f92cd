// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palette_delegate.h"

#include "models/commands_model.h"
#include "theme/icons.h"
#include "widgets/painting.h"

#include <QFontMetricsF>
#include <QPainter>

namespace causeway::app::shell {

using theme::TextSize;
using theme::Token;

namespace {

// Letter by letter, because the ones that matched are bolder.
double paintTitle(QPainter& painter, const QRectF& rect, const QString& title,
                  const QList<int>& matched) {
    const theme::Tokens tokens = theme::Tokens::current();
    const QFont plain = theme::font(TextSize::Body);
    const QFont bold = theme::font(TextSize::Body, QFont::Bold);
    double x = rect.left();
    for (int i = 0; i < title.size(); ++i) {
        const bool hit = matched.contains(i);
        painter.setFont(hit ? bold : plain);
        painter.setPen(tokens[hit ? Token::Accent : Token::Text1]);
        const QString letter = title.mid(i, 1);
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(letter);
        painter.drawText(QRectF(x, rect.top(), width + 2, rect.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, letter);
        x += width;
    }
    return x - rect.left();
}

} // namespace

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const theme::Tokens tokens = theme::Tokens::current();
    const auto value = [&index](int column) {
        return index.siblingAtColumn(column).data(models::ValueRole).toString();
    };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(4, 1, -4, -1);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens[Token::Selected]);
        painter->drawRoundedRect(row, 6, 6);
    }
    const QRectF inner = row.adjusted(12, 0, -12, 0);
    theme::paintIcon(*painter, QRectF(inner.left(), inner.center().y() - 8, 16, 16),
                     index.data(models::CommandsModel::IconRole).toString(), tokens[Token::Text2]);
    const QRectF text = inner.adjusted(28, 0, 0, 0);
    const double used =
        paintTitle(*painter, text, value(0),
                   index.data(models::CommandsModel::MatchedRole).value<QList<int>>());
    painter->setFont(theme::font(TextSize::Caption));
    const QString shortcut = value(2);
    const double keys = QFontMetricsF(painter->font()).horizontalAdvance(shortcut);
    widgets::paintText(*painter, text.adjusted(used + 12, 0, -keys - 16, 0), value(1),
                       tokens[Token::Text3]);
    widgets::paintText(*painter, QRectF(text.right() - keys, text.top(), keys + 1, text.height()),
                       shortcut, tokens[Token::Text3]);
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, theme::scaled(34)};
}

} // namespace causeway::app::shell
