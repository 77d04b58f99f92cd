// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/packed_sample.h"

#include "base/assert.h"
#include "store/packed_reader.h"

namespace causeway::app::store {

namespace {

using domain::Histogram;
using domain::SideStats;
using telemetry::SparseHistogram;
using Times = SparseSample::Times;

// Little-endian groups of seven bits, the top bit set on all but the last.
void put(QByteArray& bytes, std::uint64_t value) {
    while (value >= 0x80) {
        bytes.append(char(value | 0x80));
        value >>= 7;
    }
    bytes.append(char(value));
}

void put(QByteArray& bytes, const Times& times) {
    put(bytes, times.buckets.size());
    if (times.buckets.empty())
        return;
    put(bytes, times.sumUs);
    put(bytes, times.maxUs);
    std::uint32_t previous = 0;
    for (const Bucket& bucket : times.buckets) {
        put(bytes, bucket.at - previous);
        put(bytes, bucket.count);
        previous = bucket.at;
    }
}

void read(PackedReader& reader, Depth depth, SparseSample& into) {
    for (std::uint64_t& counter : into.counters)
        counter = reader.number();
    reader.times(into.latency);
    if (depth == Depth::WithoutLegs)
        return;
    const std::uint64_t measured = reader.number();
    for (std::size_t i = 0; i < into.legs.size(); ++i)
        if (measured >> i & 1U)
            reader.times(into.legs[i]);
        else
            into.legs[i] = {};
}

Times timesOf(const Histogram& histogram) {
    Times times;
    if (histogram.empty())
        return times;
    const SparseHistogram sparse = histogram.sparse();
    times.sumUs = sparse.sumUs;
    times.maxUs = sparse.maxUs;
    times.buckets.reserve(sparse.buckets.size());
    for (std::size_t i = 0; i < sparse.buckets.size(); ++i)
        times.buckets.push_back({sparse.buckets[i], sparse.counts[i]});
    return times;
}

Result<Histogram> histogramOf(const Times& times) {
    SparseHistogram sparse{{}, {}, times.sumUs, times.maxUs};
    for (const Bucket& bucket : times.buckets) {
        sparse.buckets.push_back(bucket.at);
        sparse.counts.push_back(bucket.count);
    }
    return Histogram::fromSparse(sparse);
}

// The plain counters, in the order of `Counter`.
template <typename Stats> auto counters(Stats& stats) {
    return std::array{&stats.requests,          &stats.attempts,       &stats.failures,
                      &stats.connectionsOpened, &stats.requestsReused, &stats.requestBytes,
                      &stats.responseBytes};
}

Result<SideStats> toStats(const SparseSample& sample) {
    SideStats counted;
    const auto to = counters(counted);
    for (std::size_t i = 0; i < to.size(); ++i)
        *to[i] = sample.counters[i];
    CAUSEWAY_TRY(counted.latency, histogramOf(sample.latency));
    for (std::size_t i = 0; i < sample.legs.size(); ++i) {
        CAUSEWAY_TRY(counted.legs[i], histogramOf(sample.legs[i]));
    }
    return counted;
}

} // namespace

void SparseSample::Times::add(const Times& other) {
    if (other.buckets.empty())
        return;
    if (buckets.empty()) {
        *this = other;
        return;
    }
    sumUs += other.sumUs;
    maxUs = std::max(maxUs, other.maxUs);
    std::vector<Bucket> merged;
    merged.reserve(buckets.size() + other.buckets.size());
    auto mine = buckets.cbegin();
    for (const Bucket& bucket : other.buckets) {
        while (mine != buckets.cend() && mine->at < bucket.at)
            merged.push_back(*mine++);
        merged.push_back(bucket);
        if (mine != buckets.cend() && mine->at == bucket.at)
            merged.back().count += (mine++)->count;
    }
    merged.insert(merged.end(), mine, buckets.cend());
    buckets = std::move(merged);
}

SparseSample SparseSample::of(const SideStats& counted) {
    SparseSample sample;
    const auto from = store::counters(counted);
    for (std::size_t i = 0; i < from.size(); ++i)
        sample.counters[i] = *from[i];
    sample.latency = timesOf(counted.latency);
    for (std::size_t i = 0; i < sample.legs.size(); ++i)
        sample.legs[i] = timesOf(counted.legs[i]);
    return sample;
}

void SparseSample::add(const SparseSample& other) {
    for (std::size_t i = 0; i < counters.size(); ++i)
        counters[i] += other.counters[i];
    latency.add(other.latency);
    for (std::size_t i = 0; i < legs.size(); ++i)
        legs[i].add(other.legs[i]);
}

void appendPacked(const SparseSample& sample, QByteArray& bytes) {
    for (const std::uint64_t counter : sample.counters)
        put(bytes, counter);
    put(bytes, sample.latency);
    unsigned measured = 0;
    for (std::size_t i = 0; i < sample.legs.size(); ++i)
        measured |= sample.legs[i].buckets.empty() ? 0U : 1U << i;
    put(bytes, measured);
    for (const Times& leg : sample.legs)
        if (!leg.buckets.empty())
            put(bytes, leg);
}

QByteArray pack(const SideStats& counted) {
    QByteArray bytes;
    appendPacked(SparseSample::of(counted), bytes);
    return bytes;
}

Result<SideStats> unpack(QByteArrayView packed) {
    PackedReader reader(packed);
    SparseSample sample;
    read(reader, Depth::Whole, sample);
    if (!reader.finished())
        return fail(ErrorKind::InvalidInput, "a recorded sample is cut off or damaged");
    return toStats(sample);
}

SideStats statsOf(const SparseSample& sample) {
    auto counted = toStats(sample);
    CAUSEWAY_ASSERT(counted.has_value()); // we made it ourselves
    return std::move(*counted);
}

void readPacked(QByteArrayView packed, Depth depth, SparseSample& into) {
    PackedReader reader(packed);
    read(reader, depth, into);
    CAUSEWAY_ASSERT(!reader.broken());
}

} // namespace causeway::app::store
