// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace causeway::app::widgets {

using theme::Status;
using theme::Token;
using theme::Tokens;
using namespace Qt::StringLiterals;

namespace {

class Saved {
public:
    explicit Saved(QPainter& painter) : m_painter(painter) { m_painter.save(); }
    ~Saved() { m_painter.restore(); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    QPainter& m_painter;
};

QPolygonF triangle(const QRectF& box) {
    return {QPointF(box.center().x(), box.top() + box.height() * 0.06),
            QPointF(box.right(), box.bottom() - box.height() * 0.06),
            QPointF(box.left(), box.bottom() - box.height() * 0.06)};
}

} // namespace

void paintStatusMark(QPainter& painter, const QRectF& rect, Status status) {
    const Saved saved(painter);
    const double side = std::min(rect.width(), rect.height());
    QRectF box(0, 0, side, side);
    box.moveCenter(rect.center());
    const QColor mark = theme::markColor(Tokens::current(), status);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark);
    switch (status) {
    case Status::Ok:
        painter.drawEllipse(box.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06));
        break;
    case Status::Degraded:
        painter.drawPolygon(triangle(box));
        break;
    case Status::Failing:
        painter.drawRoundedRect(box.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1), 1,
                                1);
        break;
    case Status::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(mark, side * 0.16));
        painter.drawEllipse(box.adjusted(side * 0.14, side * 0.14, -side * 0.14, -side * 0.14));
        break;
    case Status::Stale:
        paintHatch(painter, box, side / 2);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(mark, 1));
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    }
}

double paintFigure(QPainter& painter, const QRectF& rect, const Figure& figure,
                   theme::TextSize size, const QColor& color) {
    const Saved saved(painter);
    const Tokens tokens = Tokens::current();
    const bool large = size == theme::TextSize::Figure || size == theme::TextSize::Title;
    painter.setFont(theme::font(size, large ? QFont::DemiBold : QFont::Normal));
    const QFontMetricsF metrics(painter.font());
    const QString value = figure.isNull() ? notMeasuredDash() : figure.value;
    const double baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    painter.setPen(figure.isNull() ? tokens[Token::Text3] : color);
    painter.drawText(QPointF(rect.left(), baseline), value);
    double width = metrics.horizontalAdvance(value);
    if (!figure.unit.isEmpty() && !figure.isNull()) {
        width += size == theme::TextSize::Figure ? 4 : 3;
        painter.setFont(theme::font(large ? theme::TextSize::Body : theme::TextSize::Caption));
        painter.setPen(tokens[Token::Text3]);
        painter.drawText(QPointF(rect.left() + width, baseline), figure.unit);
        width += QFontMetricsF(painter.font()).horizontalAdvance(figure.unit);
    }
    return width;
}

void paintText(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color,
               int flags) {
    const Saved saved(painter);
    painter.setPen(color);
    painter.drawText(rect, flags | Qt::TextSingleLine,
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, rect.width()));
}

void paintHatch(QPainter& painter, const QRectF& rect, double radius) {
    const Saved saved(painter);
    QPainterPath clip;
    clip.addRoundedRect(rect, radius, radius);
    painter.setClipPath(clip, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::withAlpha(Tokens::current()[Token::StaleHatch], 0.55), 1));
    const double step = rect.width() < 20 ? 3 : 7;
    for (double x = rect.left() - rect.height(); x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
}

void paintPanel(QPainter& painter, const QRectF& rect, const QString& title) {
    const theme::Tokens tokens = theme::Tokens::current();
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens[theme::Token::Panel]);
    painter.drawRoundedRect(rect, 6, 6);
    painter.setFont(theme::font(theme::TextSize::Body, QFont::DemiBold));
    paintText(painter, QRectF(rect.left() + kPanelMargin, rect.top() + 4,
                              rect.width() - 2 * kPanelMargin, panelHeadHeight() - 4),
              title, tokens[theme::Token::Text1]);
    painter.setFont(theme::font(theme::TextSize::Body));
}

double panelHeadHeight() {
    return theme::scaled(36);
}

double panelLineHeight() {
    return theme::scaled(24);
}

void paintFocusRing(QPainter& painter, const QRectF& rect, double radius) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Tokens::current()[Token::Accent], 2));
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
}

QString notMeasuredDash() {
    return u"–"_s;
}

} // namespace causeway::app::widgets
