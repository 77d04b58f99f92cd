// SPDX-License-Identifier: Apache-2.0
// What goes: files beyond the age of their resolution, and, when all of it together is larger than
// it may be, the oldest of that resolution which is furthest above its share. What is given up for
// the bytes is told. Uses the writer's connection; one thread.
#pragma once

#include "control/events.h"
#include "control/history/compaction.h"

namespace causeway::control {

struct HistoryLimits {
    // As kResolutions: kept so long, when the bytes allow it.
    std::array<Second, kResolutions.size()> seconds{3600, 2 * 86'400, 90 * 86'400};
    std::int64_t bytes = 8LL << 30;
};

// What there is, as kResolutions; 0: nothing.
struct HistoryKept {
    std::int64_t bytes = 0;
    std::array<Second, kResolutions.size()> from{};
    std::array<Second, kResolutions.size()> givenUpUntil{}; // for the bytes, since the start
};

class Retention {
public:
    Retention(HistoryParts parts, HistoryLimits limits, EventLog& events)
        : m_parts(parts), m_limits(limits), m_events(events) {}

    // A small piece of what is to be done.
    [[nodiscard]] Status turn(Second now);
    [[nodiscard]] Result<std::int64_t> usedBytes() const; // files and telemetry.db
    [[nodiscard]] Result<HistoryKept> kept() const;
    // Of a minute that ends at `end`: what would not go at once.
    [[nodiscard]] Result<WantedResolutions> wanted(Second end) const;

private:
    [[nodiscard]] Status dropUntil(Second resolution, Second end);
    [[nodiscard]] Status dropAged(std::size_t which, Second now);
    // False when nothing is left to give up.
    [[nodiscard]] Result<bool> giveUpOldest();
    [[nodiscard]] Result<std::optional<std::size_t>> furthestAbove() const;
    [[nodiscard]] Result<std::int64_t> databaseBytes() const;
    void tell(std::size_t which, Second until);

    HistoryParts m_parts;
    HistoryLimits m_limits;
    EventLog& m_events;
    std::array<Second, kResolutions.size()> m_toldAt{};
    std::array<Second, kResolutions.size()> m_givenUpUntil{};
    Second m_now = 0;
};

} // namespace causeway::control
