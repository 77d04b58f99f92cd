// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/packed_probe.h"

#include <QDataStream>
#include <QIODevice>

namespace causeway::app::store {

using namespace domain;

namespace {

constexpr quint32 kMostBuckets = telemetry::Histogram::kBuckets;

void put(QDataStream& stream, const std::string& text) {
    stream << QByteArray::fromStdString(text);
}

void put(QDataStream& stream, const telemetry::SparseHistogram& times) {
    stream << quint32(times.buckets.size());
    for (std::size_t i = 0; i < times.buckets.size(); ++i)
        stream << quint32(times.buckets[i]) << quint64(times.counts[i]);
    stream << quint64(times.sumUs) << quint64(times.maxUs);
}

// Of what may not be known; 0 µs is no time that anything takes.
void put(QDataStream& stream, const std::optional<std::uint64_t>& us) {
    stream << us.has_value() << quint64(us.value_or(0));
}

void put(QDataStream& stream, const std::optional<telemetry::PathSample>& path) {
    const telemetry::PathSample told = path.value_or(telemetry::PathSample{});
    stream << path.has_value() << quint32(told.hops) << quint64(told.changes)
           << quint32(told.before);
}

void put(QDataStream& stream, const ProbeSample& sample) {
    put(stream, sample.link);
    stream << quint8(sample.rung) << quint64(sample.answered) << quint64(sample.lost)
           << quint64(sample.late) << quint64(sample.duplicates) << quint64(sample.reordered)
           << quint64(sample.bytes) << quint32(sample.failures.size());
    for (const auto& [reason, count] : sample.failures) {
        put(stream, reason);
        stream << quint64(count);
    }
    put(stream, sample.time.sparse());
    put(stream, sample.lastUs);
    put(stream, sample.jitterUs);
    const telemetry::OneWay way = sample.oneWay.value_or(telemetry::OneWay{});
    stream << quint64(way.samples) << qint64(way.forwardSumUs) << qint64(way.backSumUs)
           << quint64(way.plusMinusUs);
    put(stream, sample.pathOut);
    put(stream, sample.pathBack);
}

template <typename Wire, typename Value> void take(QDataStream& stream, Value& value) {
    Wire wire{};
    stream >> wire;
    value = Value(wire);
}

std::string text(QDataStream& stream) {
    QByteArray bytes;
    stream >> bytes;
    return bytes.toStdString();
}

std::optional<std::uint64_t> time(QDataStream& stream) {
    bool isKnown = false;
    quint64 us = 0;
    stream >> isKnown >> us;
    return isKnown ? std::optional<std::uint64_t>(us) : std::nullopt;
}

std::optional<telemetry::PathSample> path(QDataStream& stream) {
    bool isKnown = false;
    telemetry::PathSample told;
    stream >> isKnown;
    take<quint32>(stream, told.hops);
    take<quint64>(stream, told.changes);
    take<quint32>(stream, told.before);
    return isKnown ? std::optional(told) : std::nullopt;
}

Result<telemetry::Histogram> histogram(QDataStream& stream) {
    telemetry::SparseHistogram times;
    quint32 size = 0;
    stream >> size;
    for (quint32 i = 0; i < std::min(size, kMostBuckets); ++i) {
        take<quint32>(stream, times.buckets.emplace_back());
        take<quint64>(stream, times.counts.emplace_back());
    }
    take<quint64>(stream, times.sumUs);
    take<quint64>(stream, times.maxUs);
    return telemetry::Histogram::fromSparse(times);
}

Result<ProbeSample> sampleOf(QDataStream& stream) {
    ProbeSample sample;
    sample.link = text(stream);
    take<quint8>(stream, sample.rung);
    for (auto* count : {&sample.answered, &sample.lost, &sample.late, &sample.duplicates,
                        &sample.reordered, &sample.bytes})
        take<quint64>(stream, *count);
    quint32 reasons = 0;
    stream >> reasons;
    for (quint32 i = 0; i < reasons && stream.status() == QDataStream::Ok; ++i) {
        const std::string reason = text(stream);
        take<quint64>(stream, sample.failures[reason]);
    }
    CAUSEWAY_TRY(sample.time, histogram(stream));
    sample.lastUs = time(stream);
    sample.jitterUs = time(stream);
    telemetry::OneWay way;
    take<quint64>(stream, way.samples);
    take<qint64>(stream, way.forwardSumUs);
    take<qint64>(stream, way.backSumUs);
    take<quint64>(stream, way.plusMinusUs);
    if (way.samples > 0)
        sample.oneWay = way;
    sample.pathOut = path(stream);
    sample.pathBack = path(stream);
    return sample;
}

} // namespace

QByteArray pack(const ProbeLog::Samples& probes) {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    for (const ProbeSample& sample : probes)
        put(stream, sample);
    return qCompress(bytes);
}

Result<ProbeLog::Samples> unpackProbes(const QByteArray& packed) {
    QDataStream stream(qUncompress(packed));
    stream.setVersion(QDataStream::Qt_6_4);
    ProbeLog::Samples probes;
    while (!stream.atEnd()) {
        auto sample = sampleOf(stream);
        if (!sample || stream.status() != QDataStream::Ok)
            return fail(ErrorKind::InvalidInput, "recorded probes are damaged");
        probes.push_back(std::move(*sample));
    }
    return probes;
}

} // namespace causeway::app::store
