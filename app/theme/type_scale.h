// SPDX-License-Identifier: GPL-3.0-or-later
// Four sizes of one family and a monospace for code. Sizes are device-independent pixels at 100 %
// and grow with the text scale, which follows the system's setting. GUI thread.
#pragma once

#include <QFont>

class QWidget;

namespace causeway::app::theme {

enum class TextSize { Caption, Body, Title, Figure };

// Set once by Theme before the first widget; every font and every height below derives from it.
struct TypeSettings {
    QString family;     // empty: Open Sans
    double scale = 1.0; // 2.0 is 200 %
};
void setTypeSettings(const TypeSettings& settings);
[[nodiscard]] TypeSettings typeSettings();
// 1.0 for the usual system font; larger where the person asked the system for larger text.
[[nodiscard]] double systemTextScale();

[[nodiscard]] QFont font(TextSize size, QFont::Weight weight = QFont::Normal);
[[nodiscard]] QFont codeFont();
// A height or width that must grow with the text: 28 at 100 % is 56 at 200 %.
[[nodiscard]] int scaled(int pixels);

} // namespace causeway::app::theme
