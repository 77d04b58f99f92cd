// SPDX-License-Identifier: Apache-2.0
// How long to wait before trying again: doubling from 100 ms to 10 s, each wait a random half to
// whole of that, so that many clients do not come back at the same moment. One thread.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <random>

namespace causeway::client {

class Backoff {
public:
    static constexpr Duration kFirst = std::chrono::milliseconds(100);
    static constexpr Duration kMost = std::chrono::seconds(10);

    explicit Backoff(std::uint32_t seed) : m_random(seed) {}

    [[nodiscard]] Duration next();
    void reset() { m_bound = kFirst; }

private:
    Duration m_bound = kFirst;
    std::minstd_rand m_random;
};

} // namespace causeway::client
