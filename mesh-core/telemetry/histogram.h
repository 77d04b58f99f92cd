// SPDX-License-Identifier: Apache-2.0
// A mergeable latency histogram in microseconds with decimal log-linear buckets: steps of 0.02, 0.05
// and 0.1 in 1–2, 2–5 and 5–10 of every decade; upper edges are inclusive, so that each of Linkerd's
// edges is one of ours. A value, owned by one thread; only decades that were seen take memory.
// Never averages quantiles: merge, then ask.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace causeway::telemetry {

// The form that travels and that is kept: only buckets with a count, ascending.
struct SparseHistogram {
    std::vector<std::uint32_t> buckets;
    std::vector<std::uint64_t> counts; // as many as buckets
    std::uint64_t sumUs = 0;
    std::uint64_t maxUs = 0;

    bool operator==(const SparseHistogram&) const = default;
    [[nodiscard]] bool empty() const { return buckets.empty(); }
};

class Histogram {
public:
    static constexpr std::size_t kPerDecade = 160;
    static constexpr std::size_t kDecades = 9; // 1 µs … 1000 s
    static constexpr std::size_t kBuckets = 1 + kDecades * kPerDecade + 1;

    [[nodiscard]] static std::size_t bucketOf(std::uint64_t us);
    // A bucket holds what is above lowerEdgeUs() and not above upperEdgeUs(); the last one is open.
    [[nodiscard]] static double lowerEdgeUs(std::size_t bucket);
    [[nodiscard]] static double upperEdgeUs(std::size_t bucket);

    // Fails when the form is not one that sparse() makes: it may come from a peer.
    [[nodiscard]] static Result<Histogram> fromSparse(const SparseHistogram& sparse);
    [[nodiscard]] SparseHistogram sparse() const;

    void record(std::uint64_t us, std::uint64_t times = 1);
    void merge(const Histogram& other);
    void clear(); // keeps the memory: the same decades come again

    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::uint64_t sumUs() const { return m_sumUs; }
    [[nodiscard]] std::uint64_t maxUs() const { return m_maxUs; }
    // How many were not above `us`, which should be an upper edge.
    [[nodiscard]] std::uint64_t countUpTo(std::uint64_t us) const;
    // The value that a share of `q` (0…1) does not exceed, within 1.3 % of the exact one; nothing
    // when there is no value.
    [[nodiscard]] std::optional<double> quantileUs(double q) const;

    bool operator==(const Histogram& other) const { return sparse() == other.sparse(); }

private:
    std::uint64_t& slot(std::size_t bucket);

    // One run of buckets from m_firstDecade * kPerDecade on, whole decades long.
    std::vector<std::uint64_t> m_counts;
    std::size_t m_firstDecade = 0;
    std::uint64_t m_count = 0;
    std::uint64_t m_sumUs = 0;
    std::uint64_t m_maxUs = 0;
};

} // namespace causeway::telemetry
