// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before the next attempt: twice as long each time, up to a limit, and never the
// same for two clients that failed together. Plain value.
#pragma once

#include "domain/instant.h"

#include <algorithm>
#include <cstdint>
#include <random>

namespace causeway::app::connect {

class Backoff {
public:
    static constexpr domain::Milliseconds kFirst = std::chrono::milliseconds(500);
    static constexpr domain::Milliseconds kLongest = std::chrono::seconds(30);

    explicit Backoff(std::uint64_t seed) : m_random(seed) {}

    // Between half and all of the step, which doubles.
    [[nodiscard]] domain::Milliseconds next() {
        const auto step = m_step.count();
        m_step = std::min(m_step * 2, kLongest);
        return domain::Milliseconds(step / 2
                                    + std::int64_t(m_random() % std::uint64_t(step / 2 + 1)));
    }
    void reset() { m_step = kFirst; }

private:
    std::mt19937_64 m_random;
    domain::Milliseconds m_step = kFirst;
};

} // namespace causeway::app::connect
