// SPDX-License-Identifier: Apache-2.0
// Takes an endpoint out of use when it fails, and lets one request a time try whether it is well
// again. Two dimensions, each off by its own number: failures in a row, and the share of successes
// over a window. Owned by a balancer's member, on its thread; time and chance are passed in. Never
// refuses to be tripped: how many of a pool may be out is the balancer's to say.
//
//   Passing ── tripped ──► Shut ── back-off over, begin() ──► Probing ── success ──► Passing
//                           ▲                                    │
//                           └── failure: back-off doubles ───────┘
#pragma once

#include "base/clock.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace causeway::balance {

// A uniform number below the bound, which is at least 1.
using Random = std::function<std::uint32_t(std::uint32_t bound)>;

struct BreakerSettings {
    std::uint32_t maxFailures = 0; // in a row; 0: not looked at
    double successRate = 0;        // at least this share over the window; 0: not looked at
    Duration window = std::chrono::seconds(10);
    std::uint32_t minRequests = 5; // in the window, before its share says anything
    Duration minPenalty = std::chrono::seconds(1);
    Duration maxPenalty = std::chrono::minutes(1);
    double jitter = 0.5;           // of the back-off, added to it
    bool honorRetryAfter = false;  // the peer's hint is the first back-off

    [[nodiscard]] bool enabled() const { return maxFailures > 0 || successRate > 0; }
    bool operator==(const BreakerSettings&) const = default;
};

// What a response says about its endpoint. Throttled (429, RESOURCE_EXHAUSTED) fails the success
// rate and a probe, not the row.
enum class Verdict : std::uint8_t { Success, Failure, Throttled };

// The share of successes among the responses of the last window: exact within ten buckets.
class SuccessWindow {
public:
    void record(bool success, Duration window, MonotonicTime now);
    void clear() { m_buckets = {}; }
    [[nodiscard]] std::uint32_t requests() const;
    [[nodiscard]] double share() const; // 1 without requests

private:
    struct Bucket {
        std::uint32_t requests = 0;
        std::uint32_t successes = 0;
    };
    void advance(std::int64_t tick);
    std::array<Bucket, 10> m_buckets{};
    std::int64_t m_tick = 0;
};

class Breaker {
public:
    // A request's part in it; a response of before the last trip says nothing any more.
    using Ticket = std::uint32_t;
    // When, under which settings, and what the peer asked for.
    struct Event {
        const BreakerSettings& settings;
        const Random& random;
        MonotonicTime now;
        std::optional<Duration> retryAfter;
    };

    [[nodiscard]] bool ejected() const { return m_state != State::Passing; }
    // Whether a request may go: while passing, or as the one probe that is due.
    [[nodiscard]] bool admits(MonotonicTime now) const {
        return m_state == State::Passing || (m_state == State::Shut && now >= m_retryAt);
    }
    // When it will admit a probe; the far future while one is under way.
    [[nodiscard]] MonotonicTime due() const;

    // A request goes: what it gets is to be given back with what became of it.
    [[nodiscard]] Ticket begin(MonotonicTime now);
    // Whether the endpoint should be taken out: the owner then calls trip(), or leaves it in.
    [[nodiscard]] bool record(Ticket ticket, Verdict verdict, const Event& event);
    void trip(const Event& event);
    // The request ended without a verdict (its client went away): a probe may be tried again.
    void abandon(Ticket ticket, MonotonicTime now);

private:
    enum class State : std::uint8_t { Passing, Shut, Probing };
    void shut(const Event& event);
    void reopen();
    [[nodiscard]] bool failing(Verdict verdict, const Event& event);

    State m_state = State::Passing;
    Ticket m_generation = 0;
    std::uint32_t m_inARow = 0;
    SuccessWindow m_window;
    Duration m_backoff{};
    MonotonicTime m_retryAt{};
};

} // namespace causeway::balance
