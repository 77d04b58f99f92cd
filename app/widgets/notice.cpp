// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notice.h"

#include "widgets/painting.h"

#include <QPainter>

namespace causeway::app::widgets {

Notice::Notice(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

void Notice::setNotice(theme::Status status, const QString& text) {
    m_status = status;
    m_text = text;
    setAccessibleName(text);
    setToolTip(text);
    setVisible(!text.isEmpty());
    update();
}

QSize Notice::sizeHint() const {
    return {200, theme::scaled(32)};
}

void Notice::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens tokens = theme::Tokens::current();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::tintColor(tokens, m_status));
    painter.drawRoundedRect(rect(), 6, 6);
    paintStatusMark(painter, QRectF(12, height() / 2.0 - 5, 10, 10), m_status);
    paintText(painter, QRectF(rect()).adjusted(32, 0, -12, 0), m_text,
              theme::textColor(tokens, m_status));
}

} // namespace causeway::app::widgets
