// SPDX-License-Identifier: Apache-2.0
// Wall time for what is kept and dropped by its age: goes on evenly when the clock jumps, so that
// an hour's mistake of a clock deletes nothing; a jump that has lasted an hour is believed. A
// value; one thread.
#pragma once

#include "base/clock.h"

#include <optional>
#include <utility>

namespace causeway::control {

class PacedTime {
public:
    explicit PacedTime(const Clock& clock) : m_clock(clock), m_offset(offset()) {}

    [[nodiscard]] WallTime now() {
        using namespace std::chrono_literals;
        const Duration found = offset();
        const Duration jump = found - m_offset;
        if (jump < 30s && jump > -30s) {
            m_offset = found;
            m_jumpedAt.reset();
        } else if (!m_jumpedAt) {
            m_jumpedAt = m_clock.now();
            m_jump = jump;
        } else if (m_clock.now() - *m_jumpedAt >= 1h) {
            m_offset = found;
            m_jumpedAt.reset();
        }
        return WallTime(m_clock.now().time_since_epoch() + m_offset);
    }
    // By how much the clock has jumped, once for each time it did.
    [[nodiscard]] std::optional<Duration> takeJump() { return std::exchange(m_jump, std::nullopt); }

private:
    [[nodiscard]] Duration offset() const {
        return m_clock.wallNow().time_since_epoch() - m_clock.now().time_since_epoch();
    }

    const Clock& m_clock;
    Duration m_offset;
    std::optional<MonotonicTime> m_jumpedAt;
    std::optional<Duration> m_jump;
};

} // namespace causeway::control
