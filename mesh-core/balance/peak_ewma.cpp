// SPDX-License-Identifier: Apache-2.0
#include "balance/peak_ewma.h"

#include <algorithm>
#include <cmath>

namespace causeway::balance {

double PeakEwma::at(MonotonicTime now) const {
    const auto elapsed = std::max(0.0, toSeconds(now - m_at));
    return m_average * std::exp(-elapsed / m_decay);
}

void PeakEwma::record(Duration rtt, MonotonicTime now) {
    const auto sample = toSeconds(rtt);
    const auto decayed = at(now);
    const auto kept = m_average > 0 ? decayed / m_average : 0;
    m_average = sample >= decayed ? sample : decayed + sample * (1 - kept);
    m_at = now;
}

} // namespace causeway::balance
