// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in the console's notation: three significant digits, SI steps, the unit apart. "Not
// measured" is a null Figure, never a zero. Pure; decimal point as the given locale has it.
#pragma once

#include "widgets/painting.h"

#include <QLocale>

#include <optional>

namespace causeway::app::widgets {

[[nodiscard]] Figure perSecond(std::optional<double> value, const QLocale& locale = QLocale());
[[nodiscard]] Figure milliseconds(std::optional<double> value, const QLocale& locale = QLocale());
// 0…1 as "99.97 %"; keeps the digits that tell 99.99 from 100.
[[nodiscard]] Figure share(std::optional<double> value, const QLocale& locale = QLocale());
[[nodiscard]] Figure count(std::optional<double> value, const QLocale& locale = QLocale());
[[nodiscard]] Figure bytesPerSecond(std::optional<double> value, const QLocale& locale = QLocale());
// A round value as an axis tells it: "50 /s" and not "50.0 /s".
[[nodiscard]] Figure rounded(Figure figure, const QLocale& locale = QLocale());
// A relative change with its sign and arrow: 0.25 is "▲ +25 %".
[[nodiscard]] QString change(double value, const QLocale& locale = QLocale());
// "2 s", "41 s", "3 min", "2 h": how old something is.
[[nodiscard]] QString age(qint64 milliseconds);

} // namespace causeway::app::widgets
