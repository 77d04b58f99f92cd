// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace causeway::app::widgets {
namespace {

constexpr double kRoom = 0.1; // of the largest value, above and below

struct Span {
    double low = 0;
    double high = 0;
};

Span spanOf(const QList<double>& values) {
    Span span{std::numeric_limits<double>::max(), 0};
    for (const double value : values)
        if (std::isfinite(value)) {
            span.low = std::min(span.low, value);
            span.high = std::max(span.high, value);
        }
    const double room = span.high * kRoom;
    return {std::max(0.0, span.low - room), span.high + room};
}

} // namespace

void paintSparkline(QPainter& painter, const QRectF& rect, const QList<double>& values,
                    const QColor& color) {
    const Span span = spanOf(values);
    if (values.size() < 2 || rect.isEmpty())
        return;
    const auto at = [&](qsizetype i) {
        const double x = rect.left() + rect.width() * double(i) / double(values.size() - 1);
        const double y = span.high > 0 ? (values[i] - span.low) / (span.high - span.low) : 0;
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
