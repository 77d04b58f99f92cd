// SPDX-License-Identifier: GPL-3.0-or-later
// Our own icons: SVGs of one weight on a 16-pixel grid, tinted by a token when they are drawn, so
// that they are sharp at every scale and follow the theme. GUI thread.
#pragma once

#include "theme/tokens.h"

#include <QIcon>
#include <QRectF>

class QPainter;

namespace causeway::app::theme {

// An icon of resources/icons by its file name without ".svg"; `on` is its colour when checked.
[[nodiscard]] QIcon icon(const QString& name, Token off = Token::Text2, Token on = Token::Accent);
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);
// The application's own picture, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace causeway::app::theme
