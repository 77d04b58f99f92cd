// SPDX-License-Identifier: GPL-3.0-or-later
// Which links changed their state for good: what holds for less than a quarter of a minute is noise
// and is not told. Pure; one thread.
#pragma once

#include "store/store.h"

#include <map>
#include <vector>

namespace causeway::app::pages {

class LinkWatch {
public:
    static constexpr domain::Milliseconds kHeld = std::chrono::seconds(15);

    enum class State { Unknown, Well, Slow, Failing, Silent };
    struct Change {
        domain::LinkRef link;
        State before = State::Unknown;
        State now = State::Unknown;
        domain::Verdict verdict;
    };

    // The links as they are at `at`, ascending from call to call. What is seen first is no change.
    // Nobody is told that a link is not measured, or is again: that is no state of the link.
    [[nodiscard]] std::vector<Change> look(const std::vector<store::LinkRow>& links,
                                           domain::Instant at);

private:
    struct Known {
        State told = State::Unknown;
        State seen = State::Unknown;
        domain::Instant since{};
    };
    std::map<domain::LinkRef, Known> m_links;
};

} // namespace causeway::app::pages
