// SPDX-License-Identifier: Apache-2.0
// What one series counted in a stretch of time, as plain numbers: of an edge, of a rung of probes or
// of a leg's connections, mirrors of EdgeSample, ProbeSample and ConnectionSample without their labels. Values that add up; pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace causeway::control {

// In files this bit of `present` says that there are failures: no number has it.
inline constexpr unsigned kFailuresBit = 19;

// Positions are kept in files: they stay. The first seven are an edge's.
enum class Number : std::uint8_t {
    Requests,
    Attempts,
    Failures,
    ConnectionsOpened,
    RequestsReused,
    RequestBytes,
    ResponseBytes,
    Answered,
    Lost,
    Late,
    Duplicates,
    Reordered,
    ProbeBytes,
    WaySamples,
    WayForwardUs, // signed
    WayBackUs,    // signed
    WayPlusMinusUs,
    LastUs,
    JitterUs,
    ConnectionUs = kFailuresBit + 1,
    Opened,
    Resumed,
    RttVariationUs,
    Segments,
    Retransmits,
    DeliveryRate,
    PathOutHops,
    PathOutChanges,
    PathOutBefore,
    PathBackHops,
    PathBackChanges,
    PathBackBefore,
};
inline constexpr std::size_t kNumbers = 33;
inline constexpr std::size_t kTimes = 8; // the latency, a probe's time or a round trip, then legs by their number

// A histogram's buckets (telemetry/histogram.h), ascending.
struct Times {
    using Bucket = std::pair<std::uint32_t, std::uint64_t>; // and how many are in it
    std::vector<Bucket> buckets;
    std::uint64_t sumUs = 0;
    std::uint64_t maxUs = 0;

    bool operator==(const Times&) const = default;
    void add(const Times& other);

private:
    void insert(std::ptrdiff_t from, std::span<const Bucket> others);
};

struct Counts {
    std::uint64_t present = 0; // bits by Number: an absent number is 0
    std::uint8_t timesPresent = 0;
    std::array<std::uint64_t, kNumbers> numbers{};
    std::array<Times, kTimes> times;
    std::vector<std::pair<std::string, std::uint64_t>> failures; // of probes by reason, ascending

    [[nodiscard]] bool has(Number which) const { return (present >> unsigned(which) & 1U) != 0; }
    [[nodiscard]] std::uint64_t number(Number which) const { return numbers[std::size_t(which)]; }
    void set(Number which, std::uint64_t value);
    [[nodiscard]] bool hasTimes(std::size_t which) const {
        return (timesPresent >> which & 1U) != 0;
    }
    Times& makeTimes(std::size_t which);

    // Adds what came after: sums, the larger of bounds, the newest of what is measured last.
    void add(const Counts& later);
    // Empty again; keeps its memory.
    void clear();
    bool operator==(const Counts& other) const;
};

} // namespace causeway::control
