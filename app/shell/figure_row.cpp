// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/figure_row.h"

#include <QFontMetricsF>
#include <QPainter>

namespace causeway::app::shell {

using theme::TextSize;
using theme::Token;

FigureRow::FigureRow(QString label, widgets::Figure figure, QWidget* parent)
    : QWidget(parent), m_label(std::move(label)), m_figure(std::move(figure)) {
    setAccessibleName(QStringLiteral("%1: %2").arg(
        m_label, m_figure.isNull() ? widgets::notMeasuredDash() : m_figure.text()));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize FigureRow::sizeHint() const {
    return {160, theme::scaled(24)};
}

void FigureRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const theme::Tokens tokens = theme::Tokens::current();
    painter.setFont(theme::font(TextSize::Body));
    const QFontMetricsF body(painter.font());
    const QFontMetricsF caption(theme::font(TextSize::Caption));
    const QString value = m_figure.isNull() ? widgets::notMeasuredDash() : m_figure.value;
    const double unit = m_figure.unit.isEmpty() || m_figure.isNull()
                            ? 0
                            : 3 + caption.horizontalAdvance(m_figure.unit);
    const double width = body.horizontalAdvance(value) + unit;
    widgets::paintText(painter, QRectF(0, 0, this->width() - width - 8, height()), m_label,
                       tokens[Token::Text2]);
    widgets::paintFigure(painter, QRectF(this->width() - width, 0, width, height()), m_figure,
                         TextSize::Body, tokens[Token::Text1]);
}

} // namespace causeway::app::shell
