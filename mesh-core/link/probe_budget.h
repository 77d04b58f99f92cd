// SPDX-License-Identifier: Apache-2.0
// How much slower a ladder of probes has to go than it would like, so that all rungs together stay
// within their bytes a second. Pure.
#pragma once

#include "base/clock.h"

#include <span>

namespace causeway::link {

struct ProbeCost {
    Duration interval{};
    double bytes = 0; // of one probe, both directions
};
// By what every interval is multiplied: 1 or more.
[[nodiscard]] double stretchFor(std::span<const ProbeCost> rungs, double bytesPerSecond);

// What a probe usually costs, from those that were measured.
class UsualBytes {
public:
    explicit UsualBytes(double expected) : m_bytes(expected) {}
    void add(double bytes) { m_bytes += (bytes - m_bytes) / 4; }
    [[nodiscard]] double bytes() const { return m_bytes; }

private:
    double m_bytes;
};

} // namespace causeway::link
