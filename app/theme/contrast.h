// SPDX-License-Identifier: GPL-3.0-or-later
// How far two colours stand apart, by WCAG 2.1: 1 (the same) to 21 (black on white). Pure.
#pragma once

#include <QColor>

namespace causeway::app::theme {

[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

} // namespace causeway::app::theme
