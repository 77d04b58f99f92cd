// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/updates.h"

#include <algorithm>
#include <iterator>

namespace causeway::app::sdk {

void Updates::append(Updates&& later) {
    if (later.snapshot) {
        // A snapshot replaces what was known, so the changes before it have nothing left to say;
        // numbers are history and stay.
        snapshot = std::move(later.snapshot);
        changes.clear();
    }
    std::ranges::move(later.changes, std::back_inserter(changes));
    std::ranges::move(later.ticks, std::back_inserter(ticks));
}

} // namespace causeway::app::sdk
