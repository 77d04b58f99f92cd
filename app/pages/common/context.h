// SPDX-License-Identifier: GPL-3.0-or-later
// What every page and presenter is given: the data, the shared view state and the clock. Borrowed;
// all of it outlives the pages. GUI thread.
#pragma once

#include "store/store.h"
#include "viewstate/view_state.h"

#include <functional>

namespace causeway::app::pages {

struct Context {
    store::Store& store;
    viewstate::ViewState& view;
    std::function<domain::Instant()> now; // wall clock, for ages
    // How it stands with the fleet file itself; nothing while none is open.
    std::function<std::optional<domain::SourceState>()> fleetFile;
};

} // namespace causeway::app::pages
