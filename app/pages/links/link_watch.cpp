// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_watch.h"

namespace causeway::app::pages {

namespace {

using State = LinkWatch::State;

State stateOf(const store::LinkRow& link) {
    if (link.stale)
        return State::Silent;
    switch (link.verdict.health) {
    case domain::Health::Ok:
        return State::Well;
    case domain::Health::Degraded:
        return State::Slow;
    case domain::Health::Failing:
        return State::Failing;
    case domain::Health::NotMeasured:
        break;
    }
    return State::Unknown;
}

} // namespace

std::vector<LinkWatch::Change> LinkWatch::look(const std::vector<store::LinkRow>& links,
                                               domain::Instant at) {
    std::vector<Change> changes;
    for (const store::LinkRow& link : links) {
        const State state = stateOf(link);
        if (state == State::Unknown)
            continue;
        const auto [entry, isNew] = m_links.try_emplace(link.ref, Known{state, state, at});
        Known& known = entry->second;
        if (known.seen != state) {
            known.seen = state;
            known.since = at;
        }
        if (known.told == state || at - known.since < kHeld)
            continue;
        changes.push_back({link.ref, known.told, state, link.verdict});
        known.told = state;
    }
    return changes;
}

} // namespace causeway::app::pages
