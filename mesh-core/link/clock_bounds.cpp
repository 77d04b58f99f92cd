// SPDX-License-Identifier: Apache-2.0
#include "link/clock_bounds.h"

#include <algorithm>

namespace causeway::link {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWindow = 60s;
constexpr std::size_t kMost = 128;
constexpr std::int64_t kDriftPerMillion = 100; // of two clocks against each other, at most

} // namespace

void ClockBounds::add(MonotonicTime at, Duration there, Duration back,
                      std::optional<Duration> claimed) {
    while (!m_bounds.empty() && (m_bounds.size() >= kMost || m_bounds.front().at < at - kWindow))
        m_bounds.pop_front();
    // A clock that was set makes bounds contradict each other: what was before says nothing now.
    if (const auto known = this->at(at); known && !m_bounds.empty()) {
        const Duration most = known->plusMinus + 1ms;
        if (-back > known->offset + most || there < known->offset - most)
            m_bounds.clear();
    }
    m_bounds.push_back({at, there, back});
    m_claimed = claimed;
}

std::optional<ClockBounds::Estimate> ClockBounds::at(MonotonicTime now) const {
    if (m_bounds.empty())
        return std::nullopt;
    Duration low = Duration::min();
    Duration high = Duration::max();
    Duration shortest = Duration::max();
    for (const Bound& each : m_bounds) {
        const Duration drift = (now - each.at) * kDriftPerMillion / 1'000'000;
        low = std::max(low, -each.back - drift);
        high = std::min(high, each.there + drift);
        shortest = std::min(shortest, each.there + each.back);
    }
    Duration floor = shortest / 2;
    // A claim that packets contradict is none.
    if (m_claimed && -*m_claimed <= high && *m_claimed >= low) {
        low = std::max(low, -*m_claimed);
        high = std::min(high, *m_claimed);
        floor = std::min(floor, *m_claimed);
    }
    return Estimate{low + (high - low) / 2, std::max((high - low) / 2, floor)};
}

} // namespace causeway::link
