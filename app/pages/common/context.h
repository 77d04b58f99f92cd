// SPDX-License-Identifier: GPL-3.0-or-later
// What every page and presenter is given: the data, the shared view state and the clock. Borrowed;
// all of it outlives the pages. GUI thread.
#pragma once

#include "sdk/objects.h"
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

    // Ask one cluster; the answer comes on the GUI thread, or never when its session ends before.
    // False: it cannot be asked now. Null where nobody can be, as in a recorded scene.
    template <typename Question, typename Answer>
    using Ask = std::function<bool(const QString& cluster, const Question& question,
                                   std::function<void(const Answer&)> then)>;
    Ask<sdk::ObjectQuery, sdk::ObjectsAnswer> list{};
    Ask<sdk::Action, sdk::ActionAnswer> apply{};
    // Whether somebody opened the lock that keeps production from being changed by mistake.
    std::function<bool()> isUnlocked{};

    // The time cursor's view of what has no window: ages, inventory and sources as of then.
    [[nodiscard]] domain::Instant asOf() const {
        return view.time().isLive() ? now() : view.time().at();
    }
    [[nodiscard]] const store::Inventory& inventory() const {
        return store.inventory(view.time().at());
    }
    [[nodiscard]] domain::SourceState source(const QString& cluster) const {
        return store.source(cluster, view.time().at());
    }
};

} // namespace causeway::app::pages
