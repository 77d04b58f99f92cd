// SPDX-License-Identifier: Apache-2.0
#include "net/timer_wheel.h"

#include "base/assert.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace causeway::net {

void Timer::cancel() {
    if (!m_wheel)
        return;
    *m_link = m_next;
    if (m_next)
        m_next->m_link = m_link;
    --m_wheel->m_size;
    m_wheel = nullptr;
    m_next = nullptr;
    m_link = nullptr;
}

TimerWheel::~TimerWheel() {
    for (Timer* slot : m_slots)
        while (slot) {
            Timer* next = slot->m_next;
            slot->cancel();
            slot = next;
        }
}

void TimerWheel::insert(Timer& timer) {
    Timer*& slot = m_slots[timer.m_due % kSlots];
    timer.m_wheel = this;
    timer.m_next = slot;
    timer.m_link = &slot;
    if (slot)
        slot->m_link = &timer.m_next;
    slot = &timer;
    m_used[timer.m_due % kSlots / 64] |= std::uint64_t{1} << (timer.m_due % 64);
    ++m_size;
}

void TimerWheel::arm(Timer& timer, MonotonicTime due) {
    timer.cancel();
    const Duration after = std::max(due - m_start, Duration::zero());
    // Rounded up: never early. At least the next tick: a callback that arms again cannot spin.
    const auto tick = static_cast<std::uint64_t>((after + kTick - Duration(1)) / kTick);
    timer.m_due = std::max(tick, m_tick + 1);
    insert(timer);
}

void TimerWheel::runSlot(std::uint64_t tick) {
    // The due ones move to a list of their own first: callbacks may arm and cancel any timer.
    Timer* due = nullptr;
    for (Timer* timer = m_slots[tick % kSlots]; timer;) {
        Timer* next = timer->m_next;
        if (timer->m_due <= tick) {
            timer->cancel();
            timer->m_wheel = this;
            ++m_size;
            timer->m_next = due;
            timer->m_link = &due;
            if (due)
                due->m_link = &timer->m_next;
            due = timer;
        }
        timer = next;
    }
    while (due) {
        Timer* timer = due;
        timer->cancel();
        timer->m_callback();
    }
}

void TimerWheel::advance(MonotonicTime now) {
    if (now < m_start)
        return;
    const auto target = static_cast<std::uint64_t>((now - m_start) / kTick);
    if (m_size == 0) {
        m_tick = std::max(m_tick, target);
        return;
    }
    // After a long pause one round over all slots sees every timer.
    if (target > m_tick + kSlots)
        m_tick = target - kSlots;
    while (m_tick < target)
        runSlot(++m_tick);
}

// A slot holds timers of several rounds, and a loop that wakes for each of them wakes once a second
// for every timer that is minutes away. So they are looked through, up to a bound.
std::optional<MonotonicTime> TimerWheel::next() const {
    constexpr int kMostSeen = 64;
    if (m_size == 0)
        return std::nullopt;
    std::uint64_t earliest = std::numeric_limits<std::uint64_t>::max();
    int seen = 0;
    std::uint64_t tick = m_tick + 1;
    while (tick <= m_tick + kSlots) {
        const std::uint64_t slot = tick % kSlots;
        const std::uint64_t ahead = m_used[slot / 64] >> (slot % 64);
        if (ahead == 0) {
            tick += 64 - slot % 64;
            continue;
        }
        tick += static_cast<std::uint64_t>(std::countr_zero(ahead));
        if (!m_slots[tick % kSlots])
            m_used[tick % kSlots / 64] &= ~(std::uint64_t{1} << (tick % 64));
        for (const Timer* timer = m_slots[tick % kSlots]; timer; timer = timer->m_next) {
            earliest = std::min(earliest, timer->m_due);
            if (timer->m_due <= tick || ++seen > kMostSeen)
                return m_start + tick * kTick;
        }
        ++tick;
    }
    return m_start + earliest * kTick;
}

} // namespace causeway::net
