// SPDX-License-Identifier: Apache-2.0
// Which reports have been counted: a report is known by (proxy, epoch, sequence) and counts once,
// in whatever order and however often it comes. A value of the collector, under its mutex. Bounded:
// of a proxy's process it remembers a window of sequences, and a process that is silent is
// forgotten.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace causeway::control {

struct ProcessKey {
    std::string proxy; // "bank/ledger-1"
    std::uint64_t epoch = 0;

    auto operator<=>(const ProcessKey&) const = default;
};

class Counted {
public:
    // Sequences up to `floor` are counted, and those in `above`.
    struct Progress {
        std::uint64_t floor = 0;
        std::set<std::uint64_t> above;
        MonotonicTime heard{}; // last; of a restored one when it was restored
    };
    static constexpr std::size_t kWindow = 128;

    // True the first time; false for a report that was counted before.
    [[nodiscard]] bool add(const ProcessKey& process, std::uint64_t sequence, MonotonicTime now);
    // Whether something of this process waits for takeChanged().
    [[nodiscard]] bool hasChanged(const ProcessKey& process) const {
        return m_changed.contains(process);
    }
    void restore(const ProcessKey& process, Progress progress);

    // What changed since the last call, to be kept with the samples.
    [[nodiscard]] std::vector<std::pair<ProcessKey, Progress>> takeChanged();
    // Puts back what could not be kept.
    void markChanged(const std::vector<std::pair<ProcessKey, Progress>>& processes);
    // Forgets processes that have said nothing since `before`; returns them.
    [[nodiscard]] std::vector<ProcessKey> forgetSilent(MonotonicTime before);

private:
    std::map<ProcessKey, Progress> m_processes;
    std::set<ProcessKey> m_changed;
};

} // namespace causeway::control
