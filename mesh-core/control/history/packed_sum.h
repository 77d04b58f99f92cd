// SPDX-License-Identifier: Apache-2.0
// What one edge's series counted in a stretch of time that moves: samples are added at its front and
// taken away at its back. As small as such a sum can be, for there is one for each series of a
// cluster. A value; pure.
#pragma once

#include "causeway/v1/telemetry.pb.h"
#include "control/history/counts.h"

#include <vector>

namespace causeway::control {

class PackedSum {
public:
    void add(const Counts& sample);
    // Of a sample that was added. The largest time of what is left is then known to a bucket's width
    // only (at most 2.5 %), when it was this sample's.
    void remove(const Counts& sample);
    [[nodiscard]] bool empty() const { return m_samples == 0; }

    // Adds the figures to a message that has none of them.
    void fill(v1::EdgeSample& message) const;

private:
    static constexpr std::size_t kEdgeNumbers = 7; // the first of Number
    struct Histogram {
        std::uint8_t which = 0;              // of Counts::times
        std::vector<std::uint64_t> buckets;  // ascending: the bucket above, 48 bits of count below
        std::uint64_t sumUs = 0;
        std::uint64_t maxUs = 0;

        void add(const Times& times);
        void remove(const Times& times);
        void fill(v1::Histogram& message) const;
    };
    Histogram& of(std::size_t which);

    std::uint32_t m_samples = 0;
    std::array<std::uint64_t, kEdgeNumbers> m_numbers{};
    std::vector<Histogram> m_times; // by `which`; those that were seen
};

} // namespace causeway::control
