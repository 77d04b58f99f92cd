// SPDX-License-Identifier: GPL-3.0-or-later
// Health as it is shown: always a shape and a colour together, so that nothing is said by colour
// alone. Pure values; painting is widgets/status_mark.h.
#pragma once

#include "theme/tokens.h"

namespace causeway::app::theme {

enum class Status { Ok, Degraded, Failing, Unknown, Stale };

[[nodiscard]] QColor textColor(const Tokens& tokens, Status status);
[[nodiscard]] QColor markColor(const Tokens& tokens, Status status);
// The quiet ground behind something in that state; unknown and stale have the sunken one.
[[nodiscard]] QColor tintColor(const Tokens& tokens, Status status);

} // namespace causeway::app::theme
