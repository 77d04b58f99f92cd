// SPDX-License-Identifier: GPL-3.0-or-later
// Small shared drawings: status marks, figures with their unit, hatching, elided text. Free
// functions over a QPainter; they keep nothing and restore the painter. GUI thread.
#pragma once

#include "theme/status.h"
#include "theme/type_scale.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace causeway::app::widgets {

// A number as people read it, its unit apart so that it can be quieter: {"1.24", "k/s"}.
struct Figure {
    QString value;
    QString unit;

    [[nodiscard]] bool isNull() const { return value.isEmpty(); }
    bool operator==(const Figure&) const = default;
    [[nodiscard]] QString text() const { return unit.isEmpty() ? value : value + u' ' + unit; }
};

// ● ▲ ■ ○ and a hatched disc: each state has a shape of its own.
void paintStatusMark(QPainter& painter, const QRectF& rect, theme::Status status);
// The value in `color`, its unit behind it in the caption colour; returns the width it took.
double paintFigure(QPainter& painter, const QRectF& rect, const Figure& figure,
                   theme::TextSize size, const QColor& color);
// One line, elided at the right when it does not fit.
void paintText(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color,
               int flags = Qt::AlignLeft | Qt::AlignVCenter);
// Diagonal lines over something whose data is old.
void paintHatch(QPainter& painter, const QRectF& rect, double radius = 0);
// The ground of a panel of lines under a title, and how tall its head and its lines are.
void paintPanel(QPainter& painter, const QRectF& rect, const QString& title);
inline constexpr double kPanelMargin = 14;
[[nodiscard]] double panelHeadHeight();
[[nodiscard]] double panelLineHeight();
void paintFocusRing(QPainter& painter, const QRectF& rect, double radius = 6);
// Says in words what is shown when there is nothing to show: "–".
[[nodiscard]] QString notMeasuredDash();

} // namespace causeway::app::widgets
