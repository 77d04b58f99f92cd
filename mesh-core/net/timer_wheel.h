// SPDX-License-Identifier: Apache-2.0
// Timers by the thousand: a hashed wheel of 1 ms slots. Arming and cancelling cost a few pointers;
// nothing is allocated. Owned by an event loop, on its thread. A Timer cancels itself when it dies,
// may be armed again from its own callback, and never fires early.
#pragma once

#include "base/clock.h"

#include <array>
#include <functional>
#include <optional>

namespace causeway::net {

class TimerWheel;

class Timer {
public:
    explicit Timer(std::function<void()> callback) : m_callback(std::move(callback)) {}
    ~Timer() { cancel(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    [[nodiscard]] bool armed() const { return m_wheel != nullptr; }
    void cancel();

private:
    friend class TimerWheel;
    std::function<void()> m_callback;
    TimerWheel* m_wheel = nullptr;
    std::uint64_t m_due = 0; // tick
    Timer* m_next = nullptr;
    Timer** m_link = nullptr; // what points to this one
};

class TimerWheel {
public:
    explicit TimerWheel(MonotonicTime start) : m_start(start) {}
    ~TimerWheel();
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;

    // Fires once, at `due` or up to a tick later. An armed timer is moved.
    void arm(Timer& timer, MonotonicTime due);
    // Runs what is due.
    void advance(MonotonicTime now);
    // When advance() has something to do at the earliest; nothing when no timer is armed. May be
    // early (a timer of a later round in the same slot), never late.
    [[nodiscard]] std::optional<MonotonicTime> next() const;
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    friend class Timer;
    static constexpr std::size_t kSlots = 1024;
    static constexpr Duration kTick = std::chrono::milliseconds(1);

    void insert(Timer& timer);
    void runSlot(std::uint64_t tick);

    MonotonicTime m_start;
    std::uint64_t m_tick = 0; // everything due up to here has run
    std::size_t m_size = 0;
    std::array<Timer*, kSlots> m_slots{};
    // A bit for each slot that may hold a timer; cleared when it is found empty.
    mutable std::array<std::uint64_t, kSlots / 64> m_used{};
};

} // namespace causeway::net
