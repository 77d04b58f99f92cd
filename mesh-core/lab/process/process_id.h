// SPDX-License-Identifier: Apache-2.0
// A process that cannot be mistaken for another: a pid is used again, a pid with its start time is
// not. A value; any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace causeway::lab {

struct ProcessId {
    pid_t pid = -1;
    std::uint64_t startTime = 0; // clock ticks since the machine's start

    bool operator==(const ProcessId&) const = default;

    // Nothing when there is no such process, or it has ended and waits to be reaped.
    [[nodiscard]] static std::optional<ProcessId> of(pid_t pid);
    // Of a child of ours, also one that has ended already: it keeps its number until it is reaped.
    [[nodiscard]] static std::optional<ProcessId> ofChild(pid_t pid);
    [[nodiscard]] bool alive() const { return of(pid) == *this; }
    // Nothing happens when that very process is gone.
    void signal(int number) const;
};

} // namespace causeway::lab
