// SPDX-License-Identifier: Apache-2.0
#include "telemetry/histogram.h"

#include "base/assert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <spdlog/fmt/fmt.h>

namespace causeway::telemetry {
namespace {

// Everything below is counted in hundredths of a decade's beginning: its edges are 100 … 1000.
struct Segment {
    std::uint64_t from;
    std::uint64_t step;
    std::size_t firstBucket;
};
constexpr std::array<Segment, 3> kSegments{{{100, 2, 0}, {200, 5, 50}, {500, 10, 110}}};

constexpr std::size_t kLast = Histogram::kBuckets - 1;

const Segment& segmentOfHundredths(std::uint64_t hundredths) {
    return kSegments[hundredths <= 200 ? 0 : hundredths <= 500 ? 1 : 2];
}

double decadeStartUs(std::size_t decade) { return std::pow(10.0, static_cast<double>(decade)); }

std::size_t decadeIndexOf(std::size_t bucket) { return bucket / Histogram::kPerDecade; }

} // namespace

std::size_t Histogram::bucketOf(std::uint64_t us) {
    if (us <= 1)
        return 0;
    std::uint64_t start = 1;
    for (std::size_t decade = 0; decade < kDecades; ++decade, start *= 10) {
        if (us > start * 10)
            continue;
        const auto hundredths = (us * 100 + start - 1) / start; // rounded up: edges are inclusive
        const auto& segment = segmentOfHundredths(hundredths);
        return 1 + decade * kPerDecade + segment.firstBucket
               + (hundredths - segment.from - 1) / segment.step;
    }
    return kLast;
}

double Histogram::upperEdgeUs(std::size_t bucket) {
    CAUSEWAY_ASSERT(bucket < kBuckets);
    if (bucket == 0)
        return 1;
    if (bucket == kLast)
        return std::numeric_limits<double>::infinity();
    const auto within = (bucket - 1) % kPerDecade;
    const auto& segment = kSegments[within < 50 ? 0 : within < 110 ? 1 : 2];
    const auto hundredths = segment.from + (within - segment.firstBucket + 1) * segment.step;
    return static_cast<double>(hundredths) * decadeStartUs((bucket - 1) / kPerDecade) / 100;
}

double Histogram::lowerEdgeUs(std::size_t bucket) {
    return bucket == 0 ? 0 : upperEdgeUs(bucket - 1);
}

std::uint64_t& Histogram::slot(std::size_t bucket) {
    const auto decade = decadeIndexOf(bucket);
    if (m_counts.empty())
        m_firstDecade = decade;
    if (decade < m_firstDecade) {
        m_counts.insert(m_counts.begin(), (m_firstDecade - decade) * kPerDecade, 0);
        m_firstDecade = decade;
    }
    const auto offset = bucket - m_firstDecade * kPerDecade;
    if (offset >= m_counts.size())
        m_counts.resize((decade - m_firstDecade + 1) * kPerDecade);
    return m_counts[offset];
}

void Histogram::record(std::uint64_t us, std::uint64_t times) {
    if (times == 0)
        return;
    slot(bucketOf(us)) += times;
    m_count += times;
    m_sumUs += us * times;
    m_maxUs = std::max(m_maxUs, us);
}

void Histogram::merge(const Histogram& other) {
    const auto first = other.m_firstDecade * kPerDecade;
    for (std::size_t i = 0; i < other.m_counts.size(); ++i)
        if (other.m_counts[i] != 0)
            slot(first + i) += other.m_counts[i];
    m_count += other.m_count;
    m_sumUs += other.m_sumUs;
    m_maxUs = std::max(m_maxUs, other.m_maxUs);
}

void Histogram::clear() {
    std::fill(m_counts.begin(), m_counts.end(), 0);
    m_count = m_sumUs = m_maxUs = 0;
}

SparseHistogram Histogram::sparse() const {
    SparseHistogram sparse{{}, {}, m_sumUs, m_maxUs};
    const auto first = m_firstDecade * kPerDecade;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        if (m_counts[i] == 0)
            continue;
        sparse.buckets.push_back(static_cast<std::uint32_t>(first + i));
        sparse.counts.push_back(m_counts[i]);
    }
    return sparse;
}

Result<Histogram> Histogram::fromSparse(const SparseHistogram& sparse) {
    if (sparse.buckets.size() != sparse.counts.size())
        return fail(ErrorKind::InvalidInput,
                    fmt::format("histogram: found {} buckets and {} counts; expected as many",
                                sparse.buckets.size(), sparse.counts.size()));
    Histogram histogram;
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
        const auto bucket = sparse.buckets[i];
        if (bucket >= kBuckets || (i > 0 && bucket <= sparse.buckets[i - 1]))
            return fail(ErrorKind::InvalidInput,
                        fmt::format("histogram: found bucket {}; expected ascending ones below {}",
                                    bucket, kBuckets));
        const auto count = sparse.counts[i];
        if (count > std::numeric_limits<std::uint64_t>::max() - histogram.m_count)
            return fail(ErrorKind::InvalidInput, "histogram: the counts overflow");
        histogram.slot(bucket) = count;
        histogram.m_count += count;
    }
    histogram.m_sumUs = sparse.sumUs;
    histogram.m_maxUs = sparse.maxUs;
    return histogram;
}

std::uint64_t Histogram::countUpTo(std::uint64_t us) const {
    const auto behind = bucketOf(us) + 1;
    const auto first = m_firstDecade * kPerDecade;
    if (behind <= first)
        return 0;
    const auto end = m_counts.begin()
                     + static_cast<std::ptrdiff_t>(std::min(behind - first, m_counts.size()));
    return std::accumulate(m_counts.begin(), end, std::uint64_t{0});
}

std::optional<double> Histogram::quantileUs(double q) const {
    if (m_count == 0)
        return std::nullopt;
    const auto share = std::clamp(q, 0.0, 1.0) * static_cast<double>(m_count);
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        seen += m_counts[i];
        if (seen < rank)
            continue;
        const auto bucket = m_firstDecade * kPerDecade + i;
        const auto max = static_cast<double>(m_maxUs);
        if (bucket == kLast)
            return std::max(max, lowerEdgeUs(kLast));
        // The middle: nothing in the bucket is further than half its width away. Interpolating by
        // rank would guess at a distribution and double the worst case (decision 0040).
        const auto middle = (lowerEdgeUs(bucket) + upperEdgeUs(bucket)) / 2;
        return max > lowerEdgeUs(bucket) ? std::min(middle, max) : middle;
    }
    return static_cast<double>(m_maxUs);
}

} // namespace causeway::telemetry
