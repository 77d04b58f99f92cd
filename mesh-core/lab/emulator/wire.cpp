// SPDX-License-Identifier: Apache-2.0
#include "lab/emulator/wire.h"

#include <algorithm>

namespace causeway::lab {
namespace {

Duration timeToSend(std::size_t bytes, std::uint64_t bitsPerSecond) {
    const double seconds = static_cast<double>(bytes) * 8 / static_cast<double>(bitsPerSecond);
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace

std::optional<MonotonicTime> Wire::carry(MonotonicTime now, std::size_t bytes) {
    // Both are drawn for every frame, so that one setting does not move the other's dice.
    const bool lost = m_random.chance(m_properties.loss);
    const double swing = 2 * m_random.uniform() - 1;
    if (lost)
        return std::nullopt;

    auto sent = now;
    if (m_properties.bitsPerSecond > 0) {
        const auto start = std::max(now, m_sent);
        if (start - now > kQueueBound)
            return std::nullopt;
        sent = m_sent = start + timeToSend(bytes, m_properties.bitsPerSecond);
    }
    const auto jitter = std::chrono::duration_cast<Duration>(m_properties.jitter * swing);
    const auto travel = std::max(Duration::zero(), m_properties.delay + jitter);
    m_arrived = std::max(m_arrived, sent + travel);
    return m_arrived;
}

} // namespace causeway::lab
