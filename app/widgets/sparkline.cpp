// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace causeway::app::widgets {
namespace {

double largest(const QList<double>& values) {
    double result = 0;
    for (const double value : values)
        result = std::isfinite(value) ? std::max(result, value) : result;
    return result;
}

} // namespace

void paintSparkline(QPainter& painter, const QRectF& rect, const QList<double>& values,
                    const QColor& color) {
    const double top = largest(values);
    if (values.size() < 2 || rect.isEmpty())
        return;
    const auto at = [&](qsizetype i) {
        const double x = rect.left() + rect.width() * double(i) / double(values.size() - 1);
        const double y = top > 0 ? values[i] / top : 0;
        return QPointF(x, rect.bottom() - 1 - (rect.height() - 2) * y);
    };
    QPainterPath line;
    bool drawing = false;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            drawing = false;
            continue;
        }
        drawing ? line.lineTo(at(i)) : line.moveTo(at(i));
        drawing = true;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.25, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
    if (std::isfinite(values.last())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(at(values.size() - 1), 1.75, 1.75);
    }
    painter.restore();
}

Sparkline::Sparkline(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Sparkline::setValues(const QList<double>& values, theme::Token color) {
    m_values = values;
    m_color = color;
    update();
}

QSize Sparkline::sizeHint() const {
    return {96, 32};
}

void Sparkline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintSparkline(painter, QRectF(rect()).adjusted(0, 1, -2, -1), m_values,
                   theme::Tokens::current()[m_color]);
}

} // namespace causeway::app::widgets
