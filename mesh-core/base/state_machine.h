// SPDX-License-Identifier: Apache-2.0
// A table-driven state machine. The table is constexpr and is all there is: an event that the table
// does not list for a state is refused and changes nothing.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace causeway {

template <typename State, typename Event> struct Transition {
    State from;
    Event on;
    State to;
};

template <typename State, typename Event, std::size_t N> class StateMachine {
public:
    using Table = std::array<Transition<State, Event>, N>;

    constexpr StateMachine(State initial, const Table& table) : m_state(initial), m_table(&table) {}

    [[nodiscard]] constexpr State state() const { return m_state; }

    // The state that `event` would lead to; nothing when it is not allowed now.
    [[nodiscard]] constexpr std::optional<State> next(Event event) const {
        for (const auto& row : *m_table)
            if (row.from == m_state && row.on == event)
                return row.to;
        return std::nullopt;
    }
    [[nodiscard]] constexpr bool follow(Event event) {
        const auto to = next(event);
        if (!to)
            return false;
        m_state = *to;
        return true;
    }

private:
    State m_state;
    const Table* m_table;
};

} // namespace causeway
