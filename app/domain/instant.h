// SPDX-License-Identifier: GPL-3.0-or-later
// Points and spans of wall time as every layer of the console passes them: UTC milliseconds, a
// label that comes from a cluster and may jump; never used to measure a duration. Plain values.
#pragma once

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace causeway::app::domain {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;

[[nodiscard]] inline Instant instantOf(qint64 millisecondsSinceEpoch) {
    return Instant(Milliseconds(millisecondsSinceEpoch));
}
[[nodiscard]] inline qint64 epochMs(Instant instant) {
    return instant.time_since_epoch().count();
}
[[nodiscard]] inline QDateTime toDateTime(Instant instant) {
    return QDateTime::fromMSecsSinceEpoch(epochMs(instant), Qt::UTC);
}

// Everything after `begin` up to and including `end`: the ticks that make up a window.
struct TimeRange {
    Instant begin{};
    Instant end{};

    [[nodiscard]] static TimeRange endingAt(Instant end, Milliseconds span) {
        return {end - span, end};
    }
    [[nodiscard]] Milliseconds span() const { return end - begin; }
    [[nodiscard]] bool contains(Instant at) const { return begin < at && at <= end; }
    [[nodiscard]] bool empty() const { return end <= begin; }
    bool operator==(const TimeRange&) const = default;
};

} // namespace causeway::app::domain
