// SPDX-License-Identifier: Apache-2.0
// Time, injected. Durations come from the monotonic clock; wall time is a label only and may jump.
// The reference outlives its users. SystemClock is safe on any thread; ManualClock on one.
#pragma once

#include <chrono>

namespace causeway {

using Duration = std::chrono::nanoseconds;
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual MonotonicTime now() const = 0;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] MonotonicTime now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] WallTime wallNow() const override { return std::chrono::system_clock::now(); }
};

// A clock that a test moves by hand.
class ManualClock final : public Clock {
public:
    [[nodiscard]] MonotonicTime now() const override { return m_now; }
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }
    void advance(Duration by) {
        m_now += by;
        m_wall += by;
    }
    void setWall(WallTime wall) { m_wall = wall; }

private:
    MonotonicTime m_now{std::chrono::hours(1)};
    WallTime m_wall{std::chrono::hours(24 * 365 * 50)};
};

} // namespace causeway
