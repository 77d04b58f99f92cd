// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/packed_sample.h"

#include <limits>

namespace causeway::app::store {

namespace {

using domain::Histogram;
using domain::SideStats;
using telemetry::SparseHistogram;

// Little-endian groups of seven bits, the top bit set on all but the last.
class Writer {
public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            m_bytes.append(char(value | 0x80));
            value >>= 7;
        }
        m_bytes.append(char(value));
    }
    void histogram(const Histogram& histogram) {
        const SparseHistogram sparse = histogram.sparse();
        number(sparse.buckets.size());
        if (sparse.buckets.empty())
            return;
        number(sparse.sumUs);
        number(sparse.maxUs);
        std::uint32_t previous = 0;
        for (std::size_t i = 0; i < sparse.buckets.size(); ++i) {
            number(sparse.buckets[i] - previous);
            number(sparse.counts[i]);
            previous = sparse.buckets[i];
        }
    }
    [[nodiscard]] QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
};

class Reader {
public:
    explicit Reader(const QByteArray& bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_broken = true;
        return 0;
    }
    [[nodiscard]] Result<Histogram> histogram() {
        SparseHistogram sparse;
        const std::uint64_t size = number();
        if (size == 0)
            return Histogram();
        sparse.sumUs = number();
        sparse.maxUs = number();
        std::uint64_t bucket = 0;
        for (std::uint64_t i = 0; i < size && !m_broken; ++i) {
            bucket = std::min<std::uint64_t>(bucket + number(),
                                             std::numeric_limits<std::uint32_t>::max());
            sparse.buckets.push_back(static_cast<std::uint32_t>(bucket));
            sparse.counts.push_back(number());
        }
        return Histogram::fromSparse(sparse);
    }
    [[nodiscard]] bool finished() const { return !m_broken && m_at == m_bytes.size(); }

private:
    const QByteArray& m_bytes;
    qsizetype m_at = 0;
    bool m_broken = false;
};

// The plain counters, in the order in which they are written.
template <typename Stats> auto counters(Stats& stats) {
    return std::array{&stats.requests,          &stats.attempts,       &stats.failures,
                      &stats.connectionsOpened, &stats.requestsReused, &stats.requestBytes,
                      &stats.responseBytes};
}

} // namespace

QByteArray pack(const SideStats& counted) {
    Writer writer;
    for (const auto* counter : counters(counted))
        writer.number(*counter);
    writer.histogram(counted.latency);
    unsigned measured = 0;
    for (std::size_t i = 0; i < counted.legs.size(); ++i)
        measured |= counted.legs[i].empty() ? 0U : 1U << i;
    writer.number(measured);
    for (const Histogram& leg : counted.legs)
        if (!leg.empty())
            writer.histogram(leg);
    return writer.take();
}

Result<SideStats> unpack(const QByteArray& packed) {
    SideStats counted;
    Reader reader(packed);
    for (auto* counter : counters(counted))
        *counter = reader.number();
    CAUSEWAY_TRY(counted.latency, reader.histogram());
    const std::uint64_t measured = reader.number();
    for (std::size_t i = 0; i < counted.legs.size(); ++i)
        if (measured >> i & 1U) {
            CAUSEWAY_TRY(counted.legs[i], reader.histogram());
        }
    if (!reader.finished())
        return fail(ErrorKind::InvalidInput, "a recorded sample is cut off or damaged");
    return counted;
}

} // namespace causeway::app::store
