// SPDX-License-Identifier: Apache-2.0
// Changes that wait for a second person, and those that could not wait. Values, and their text in
// the store. Pure.
#pragma once

#include "base/clock.h"
#include "control/discovery/objects.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::control {

enum class ChangeState : std::uint8_t {
    Proposed,   // waits for somebody else
    Applied,    // approved, and done in the same moment
    Rejected,
    Withdrawn,  // by its author
    Unreviewed, // an emergency: done at once, and nobody else has looked at it yet
    Reviewed,   // an emergency that somebody else has looked at
};
[[nodiscard]] std::string_view name(ChangeState state);
// Whether it waits for somebody other than its author.
[[nodiscard]] constexpr bool isOpen(ChangeState state) {
    return state == ChangeState::Proposed || state == ChangeState::Unreviewed;
}

struct ChangeSet {
    std::uint64_t id = 0;
    ChangeState state = ChangeState::Proposed;
    std::string author; // a SPIFFE id, as the reviewer
    std::string reason;
    WallTime proposed{};
    std::string reviewer; // who decided; empty: nobody yet
    std::string comment;
    WallTime decided{};
    ObjectChange change;
    PlannedChange planned; // when it was proposed

    // "change/17": what audit records are about
    [[nodiscard]] std::string subject() const { return "change/" + std::to_string(id); }
};

[[nodiscard]] std::string serialize(const ChangeSet& change);
// Io when the text is not what serialize() gave.
[[nodiscard]] Result<ChangeSet> parseChangeSet(std::string_view text);

} // namespace causeway::control
