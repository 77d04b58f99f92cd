// SPDX-License-Identifier: GPL-3.0-or-later
// The console's command line. Pure.
#pragma once

#include "base/result.h"

#include <QSize>
#include <QStringList>

#include <chrono>
#include <optional>

namespace causeway::app::shell {

struct Options {
    QString fleet; // a fleet file or a recorded scene; empty: ask
    QString page;  // empty: where one left
    std::optional<bool> dark;
    QString language;
    QSize size;
    bool timeFirstPaint = false;
    QString capture; // write what the window shows to this file and end
    std::chrono::milliseconds captureAfter{2000};
    std::chrono::milliseconds back{0}; // how long before the newest data to put the time cursor
};

// The error is one sentence for the terminal: the flag, what was found, what would be right.
[[nodiscard]] Result<Options> parseOptions(const QStringList& arguments);

} // namespace causeway::app::shell
