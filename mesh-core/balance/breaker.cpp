// SPDX-License-Identifier: Apache-2.0
#include "balance/breaker.h"

#include <algorithm>

namespace causeway::balance {

void SuccessWindow::advance(std::int64_t tick) {
    const auto size = static_cast<std::int64_t>(m_buckets.size());
    for (auto each = std::max(m_tick + 1, tick - size + 1); each <= tick; ++each)
        m_buckets[static_cast<std::size_t>(each % size)] = {};
    m_tick = std::max(m_tick, tick);
}

void SuccessWindow::record(bool success, Duration window, MonotonicTime now) {
    const auto size = static_cast<std::int64_t>(m_buckets.size());
    const auto width = std::max<std::int64_t>(window.count() / size, 1);
    advance(now.time_since_epoch().count() / width);
    auto& bucket = m_buckets[static_cast<std::size_t>(m_tick % size)];
    ++bucket.requests;
    bucket.successes += success ? 1 : 0;
}

std::uint32_t SuccessWindow::requests() const {
    std::uint32_t sum = 0;
    for (const auto& each : m_buckets)
        sum += each.requests;
    return sum;
}

double SuccessWindow::share() const {
    std::uint32_t successes = 0;
    for (const auto& each : m_buckets)
        successes += each.successes;
    const auto all = requests();
    return all == 0 ? 1.0 : double(successes) / all;
}

MonotonicTime Breaker::due() const {
    switch (m_state) {
    case State::Passing: return MonotonicTime::min();
    case State::Shut: return m_retryAt;
    case State::Probing: break;
    }
    return MonotonicTime::max();
}

Breaker::Ticket Breaker::begin(MonotonicTime now) {
    if (m_state == State::Shut && now >= m_retryAt) {
        m_state = State::Probing;
        ++m_generation;
    }
    return m_generation;
}

bool Breaker::failing(Verdict verdict, const Event& event) {
    const auto& settings = event.settings;
    if (verdict == Verdict::Success)
        m_inARow = 0;
    else if (verdict == Verdict::Failure)
        ++m_inARow;
    if (settings.successRate > 0)
        m_window.record(verdict == Verdict::Success, settings.window, event.now);
    if (settings.maxFailures > 0 && m_inARow >= settings.maxFailures)
        return true;
    return settings.successRate > 0 && verdict != Verdict::Success
           && m_window.requests() >= settings.minRequests
           && m_window.share() < settings.successRate;
}

bool Breaker::record(Ticket ticket, Verdict verdict, const Event& event) {
    if (ticket != m_generation || m_state == State::Shut)
        return false;
    if (m_state == State::Passing)
        return event.settings.enabled() && failing(verdict, event);
    if (verdict == Verdict::Success || !event.settings.enabled())
        reopen();
    else
        shut(event);
    return false;
}

void Breaker::trip(const Event& event) {
    m_backoff = {};
    shut(event);
}

void Breaker::shut(const Event& event) {
    const auto& settings = event.settings;
    m_backoff = std::clamp(m_backoff * 2, settings.minPenalty, settings.maxPenalty);
    constexpr std::uint32_t kSteps = 1'000'000;
    const double part = 1 + settings.jitter * event.random(kSteps) / kSteps;
    Duration wait(static_cast<std::int64_t>(double(m_backoff.count()) * part));
    if (settings.honorRetryAfter && event.retryAfter)
        wait = std::max(*event.retryAfter, settings.minPenalty);
    m_retryAt = event.now + std::min(wait, settings.maxPenalty);
    m_state = State::Shut;
    ++m_generation;
}

void Breaker::reopen() {
    m_state = State::Passing;
    m_inARow = 0;
    m_window.clear();
    m_backoff = {};
    ++m_generation;
}

void Breaker::abandon(Ticket ticket, MonotonicTime now) {
    if (m_state != State::Probing || ticket != m_generation)
        return;
    m_state = State::Shut;
    m_retryAt = now;
}

} // namespace causeway::balance
