// SPDX-License-Identifier: Apache-2.0
// One direction of a wire between two clusters: when does a frame that goes in come out at the
// other end, if it does? Pure: no I/O, no clock of its own; the same seed and the same frames give
// the same answers. Frames come out in the order in which they went in, whatever the jitter.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "lab/random.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace causeway::lab {

struct WireProperties {
    Duration delay{};                // from one end to the other
    Duration jitter{};               // uniform, added to or taken from the delay
    double loss = 0;                 // share of the frames, 0…1
    std::uint64_t bitsPerSecond = 0; // 0: no bound
    unsigned hops = 0;               // that each packet's hop limit (TTL) loses on the way

    bool operator==(const WireProperties&) const = default;
};

class Wire {
public:
    Wire(WireProperties properties, std::uint64_t seed)
        : m_properties(properties), m_random(seed) {}

    [[nodiscard]] const WireProperties& properties() const { return m_properties; }
    // Frames that are on the way keep the time that they were given.
    void setProperties(WireProperties properties) { m_properties = properties; }

    // Nothing when the frame is lost: by chance, or because the queue before a slow wire is full.
    [[nodiscard]] std::optional<MonotonicTime> carry(MonotonicTime now, std::size_t bytes);

private:
    // What a slow wire's queue holds before it drops, as time: a usual router's.
    static constexpr Duration kQueueBound = std::chrono::milliseconds(200);

    WireProperties m_properties;
    Random m_random;
    MonotonicTime m_sent{};    // when the last frame had left a slow wire's queue
    MonotonicTime m_arrived{}; // when the last frame comes out
};

} // namespace causeway::lab
