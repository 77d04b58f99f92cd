// SPDX-License-Identifier: Apache-2.0
// How far another machine's clock is off ours, from packets that went there and back. No packet
// arrives before it was sent: each one's two differences bound the offset from both sides, and
// nothing else is known, since four timestamps cannot tell an offset from an asymmetric way. Pure.
#pragma once

#include "base/clock.h"

#include <deque>
#include <optional>

namespace causeway::link {

class ClockBounds {
public:
    // `there` is the other's clock at arrival less ours at sending, `back` ours at arrival less the
    // other's at sending. `claimed` is what both clocks say their errors are at most, summed;
    // nothing when one of them is not synchronised.
    void add(MonotonicTime at, Duration there, Duration back, std::optional<Duration> claimed);

    struct Estimate {
        Duration offset{}; // the other's clock less ours
        // Never below min(shortest round trip / 2, what the clocks claim).
        Duration plusMinus{};
    };
    [[nodiscard]] std::optional<Estimate> at(MonotonicTime now) const;

private:
    struct Bound {
        MonotonicTime at;
        Duration there;
        Duration back;
    };
    std::deque<Bound> m_bounds; // of the last minute
    std::optional<Duration> m_claimed;
};

} // namespace causeway::link
