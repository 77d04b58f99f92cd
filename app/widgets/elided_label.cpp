// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/elided_label.h"

#include "widgets/painting.h"

#include <QPainter>

namespace causeway::app::widgets {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font());
    paintText(painter, QRectF(contentsRect()), text(), palette().color(foregroundRole()));
    const bool isCut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    if (toolTip().isEmpty() == isCut)
        setToolTip(isCut ? text() : QString());
}

} // namespace causeway::app::widgets
