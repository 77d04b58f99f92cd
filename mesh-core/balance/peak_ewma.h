// SPDX-License-Identifier: Apache-2.0
// A moving average of response times that jumps up to a slower one at once and comes down slowly, so
// that an endpoint that began to be slow is avoided immediately. A value; time is passed in.
#pragma once

#include "base/clock.h"

namespace causeway::balance {

class PeakEwma {
public:
    PeakEwma(Duration initial, Duration decay, MonotonicTime now)
        : m_average(toSeconds(initial)), m_decay(toSeconds(decay)), m_at(now) {}

    void record(Duration rtt, MonotonicTime now);
    // Seconds. Decays towards 0 while nothing is recorded, so that a slow one is tried again.
    [[nodiscard]] double at(MonotonicTime now) const;

private:
    [[nodiscard]] static double toSeconds(Duration d) {
        return std::chrono::duration<double>(d).count();
    }
    double m_average;
    double m_decay;
    MonotonicTime m_at;
};

} // namespace causeway::balance
