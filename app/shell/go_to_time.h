// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a time to put the cursor at, by keyboard. GUI thread.
#pragma once

#include "domain/instant.h"

#include <QString>

#include <optional>

class QWidget;

namespace causeway::app::shell {

// "13:20", "13:20:05" of the last such time before `now`, "2026-11-28 13:20", or "-25" minutes, in
// local time. Nullopt: none of these.
[[nodiscard]] std::optional<domain::Instant> parseTime(const QString& text, domain::Instant now);
// Nullopt: given up.
[[nodiscard]] std::optional<domain::Instant> askForTime(QWidget* parent, domain::Instant now);

} // namespace causeway::app::shell
