// SPDX-License-Identifier: GPL-3.0-or-later
// Events as lines to read, newest first: what happened to many things of one cluster at about the
// same time is one line. Pure but for the current language.
#pragma once

#include "domain/event.h"
#include "theme/status.h"

#include <vector>

namespace causeway::app::pages {

struct EventLine {
    theme::Status status = theme::Status::Ok;
    QString subject; // "ledger-1", "ledger-1 and 5 others"
    QString text;    // "13:06:42  connected"
};

// `events` in ascending order of time, at most `most` lines.
[[nodiscard]] std::vector<EventLine> linesOf(const std::vector<domain::Event>& events,
                                             std::size_t most);

} // namespace causeway::app::pages
