// SPDX-License-Identifier: GPL-3.0-or-later
// What one side counted on one edge in one tick, in as few bytes as it takes: variable-length
// integers, histograms sparse, parts that are zero left out, legs last. The form of the ticks in
// memory and of the flight recorder's rows. Pure.
#pragma once

#include "base/result.h"
#include "domain/edge_stats.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <vector>

namespace causeway::app::store {

// The counters of a sample, in the order in which they are packed.
enum class Counter {
    Requests,
    Attempts,
    Failures,
    ConnectionsOpened,
    RequestsReused,
    RequestBytes,
    ResponseBytes,
    Count
};
using Counters = std::array<std::uint64_t, std::size_t(Counter::Count)>;

struct Bucket {
    std::uint32_t at = 0; // its index in a Histogram
    std::uint64_t count = 0;
};

// A sample between its two forms: buckets that are not empty, ascending. Adding is cheap.
struct SparseSample {
    struct Times {
        std::vector<Bucket> buckets;
        std::uint64_t sumUs = 0;
        std::uint64_t maxUs = 0;
        void add(const Times& other);
        bool operator==(const Times&) const = default;
    };
    Counters counters{};
    Times latency;
    std::array<Times, telemetry::kLegs.size()> legs;

    [[nodiscard]] static SparseSample of(const domain::SideStats& counted);
    void add(const SparseSample& other);
};
inline bool operator==(const Bucket& a, const Bucket& b) {
    return a.at == b.at && a.count == b.count;
}

[[nodiscard]] domain::SideStats statsOf(const SparseSample& sample);
void appendPacked(const SparseSample& sample, QByteArray& bytes);
[[nodiscard]] QByteArray pack(const domain::SideStats& counted);
// Fails when the bytes are not what pack() makes: a recording may have been damaged.
[[nodiscard]] Result<domain::SideStats> unpack(QByteArrayView packed);
// Of bytes that we packed ourselves. Without the legs it stops before them.
enum class Depth { WithoutLegs, Whole };
void readPacked(QByteArrayView packed, Depth depth, SparseSample& into);

} // namespace causeway::app::store
