// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/status_mark.h"

#include "widgets/painting.h"

#include <QPainter>

namespace causeway::app::widgets {
namespace {
constexpr int kGap = 6;
int markSide() {
    return theme::scaled(10);
}
} // namespace

StatusMark::StatusMark(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusMark::setStatus(theme::Status status, const QString& text) {
    if (status == m_status && text == m_text)
        return;
    m_status = status;
    m_text = text;
    setAccessibleName(text);
    setToolTip(text);
    updateGeometry();
    update();
}

QSize StatusMark::sizeHint() const {
    const QFontMetrics metrics(font());
    const int words = m_text.isEmpty() ? 0 : kGap + metrics.horizontalAdvance(m_text) + 2;
    return {markSide() + words, std::max(markSide(), metrics.height())};
}

QSize StatusMark::minimumSizeHint() const {
    return {markSide(), sizeHint().height()};
}

void StatusMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF mark(0, (height() - markSide()) / 2.0, markSide(), markSide());
    paintStatusMark(painter, mark, m_status);
    const theme::Tokens tokens = theme::Tokens::current();
    paintText(painter, QRectF(rect()).adjusted(markSide() + kGap, 0, 0, 0), m_text,
              m_quiet ? tokens[theme::Token::Text1] : theme::textColor(tokens, m_status));
}

} // namespace causeway::app::widgets
