// SPDX-License-Identifier: GPL-3.0-or-later
// What the charts of a page have in common along their time axis: where it begins and ends on the
// screen, ticks at whole minutes, and what a wheel does to it. Pure; times are UTC milliseconds.
#pragma once

#include "theme/type_scale.h"

#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace causeway::app::widgets {

// From the widget's left edge to the axis, and from the axis to its right edge: the same in every
// chart, so that one moment is at one place in all that stand in a column.
[[nodiscard]] inline int timeAxisLeft() {
    return theme::scaled(66);
}
inline constexpr int kTimeAxisRight = 14;
// A drag shorter than this is a click.
inline constexpr double kBrushLeastPixels = 6;

// The step between ticks, so that there are at most `most` of them.
[[nodiscard]] inline qint64 timeTickStep(qint64 span, int most) {
    constexpr qint64 kSecond = 1000;
    constexpr qint64 kMinute = 60 * kSecond;
    constexpr qint64 kHour = 60 * kMinute;
    constexpr std::array kSteps{kSecond,     5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond,
                                kMinute,     2 * kMinute, 5 * kMinute,  10 * kMinute, 15 * kMinute,
                                30 * kMinute, kHour,      2 * kHour,    3 * kHour,    6 * kHour};
    const auto fits = std::ranges::find_if(kSteps, [&](qint64 step) { return span <= step * most; });
    return fits == kSteps.end() ? 24 * kHour : *fits;
}
[[nodiscard]] inline QString timeTickFormat(qint64 step) {
    return step < 60'000 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
}

// The range after a turn of the wheel over the moment `at`: zoomed around it or, with Shift or a
// sideways wheel, moved.
[[nodiscard]] inline std::pair<qint64, qint64> turned(const QWheelEvent& event, qint64 at,
                                                      qint64 begin, qint64 end) {
    const bool aside = event.modifiers().testFlag(Qt::ShiftModifier)
                       || std::abs(event.angleDelta().x()) > std::abs(event.angleDelta().y());
    const double turns =
        (event.angleDelta().x() != 0 ? event.angleDelta().x() : event.angleDelta().y()) / 120.0;
    if (aside) {
        const auto by = qint64(-turns * double(end - begin) / 10);
        return {begin + by, end + by};
    }
    const double factor = std::pow(0.8, turns);
    return {at - qint64(double(at - begin) * factor), at + qint64(double(end - at) * factor)};
}

} // namespace causeway::app::widgets
