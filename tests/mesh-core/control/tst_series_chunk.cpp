// SPDX-License-Identifier: Apache-2.0
// Counts as bytes and as files: what goes in comes out, and what is damaged is told.
#include "control/history/checksum.h"
#include "control/history/chunk_file.h"
#include "control/history/series_chunk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace causeway;
using namespace causeway::control;

namespace {

Counts someCounts(std::mt19937_64& random) {
    Counts counts;
    for (std::size_t i = 0; i < kNumbers; ++i)
        if (i != kFailuresBit && random() % 3 == 0)
            counts.set(static_cast<Number>(i), random() >> random() % 64);
    for (std::size_t i = 0; i < kTimes; ++i) {
        if (random() % 3 != 0)
            continue;
        Times& times = counts.makeTimes(i);
        std::uint32_t bucket = static_cast<std::uint32_t>(random() % 100);
        for (std::uint64_t left = random() % 20; left > 0; --left, bucket += 1 + random() % 50)
            times.buckets.emplace_back(bucket, random() >> random() % 64);
        times.sumUs = random() >> random() % 64;
        times.maxUs = random() >> random() % 64;
    }
    if (random() % 5 == 0)
        counts.failures = {{"refused", random() % 10}, {"timeout", random() % 1000}};
    return counts;
}

} // namespace

class TestSeriesChunk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatGoesInComesOut() {
        std::mt19937_64 random(1);
        for (int round = 0; round < 300; ++round) {
            std::vector<std::pair<std::uint64_t, Counts>> samples;
            ChunkBuilder builder;
            std::uint64_t step = random() % 3;
            for (std::uint64_t left = random() % 40; left > 0; --left, step += 1 + random() % 4) {
                samples.emplace_back(step, someCounts(random));
                builder.add(step, samples.back().second);
            }
            std::size_t seen = 0;
            const auto done =
                visitChunk(builder.take(1), [&](std::uint64_t at, const Counts& counts) {
                    QVERIFY(seen < samples.size());
                    QCOMPARE(at, samples[seen].first);
                    QVERIFY(counts == samples[seen].second);
                    ++seen;
                });
            QVERIFY(done);
            QCOMPARE(seen, samples.size());
        }
    }
    void sumsAreTheSameInAnyOrder() {
        std::mt19937_64 random(2);
        for (int round = 0; round < 200; ++round) {
            Counts a = someCounts(random);
            Counts b = someCounts(random);
            for (Counts* each : {&a, &b})
                for (const auto last :
                     {Number::LastUs, Number::JitterUs, Number::PathOutHops, Number::PathOutBefore,
                      Number::PathBackHops, Number::PathBackBefore})
                    each->set(last, 7); // the newest stays: no sum
            Counts ab = a;
            ab.add(b);
            Counts ba = b;
            ba.add(a);
            QVERIFY(ab == ba);
            for (const auto& times : ab.times)
                QVERIFY(std::ranges::adjacent_find(
                            times.buckets,
                            [](const auto& x, const auto& y) { return x.first >= y.first; })
                        == times.buckets.end());
        }
    }
    void bytesThatAreCutOrChangedAreRefusedOrRead() {
        std::mt19937_64 random(3);
        ChunkBuilder builder;
        for (std::uint64_t step = 0; step < 10; ++step)
            builder.add(step, someCounts(random));
        const std::string chunk = builder.take(1);
        for (std::size_t size = 0; size < chunk.size(); ++size)
            if (int seen = 0; visitChunk(std::string_view(chunk).substr(0, size),
                                         [&](auto, const auto&) { ++seen; }))
                QVERIFY(seen < 10); // one that is not packed may end between two samples
        for (std::size_t at = 0; at < chunk.size(); ++at) {
            std::string changed = chunk;
            changed[at] = static_cast<char>(changed[at] ^ 0x11);
            std::ignore = visitChunk(changed, [](auto, const auto&) {});
        }
    }
    void checksumsAreCastagnolis() {
        QCOMPARE(crc32c("123456789"), 0xe3069283U);
        QCOMPARE(crc32c("6789", crc32c("12345")), 0xe3069283U);
        QCOMPARE(crc32c(""), 0U);
    }
    void aFileHoldsItsSeries() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("10s-600-1.series").toStdString();
        {
            auto writer =
                ChunkFileWriter::create(path, {.step = 10, .start = 600, .length = 60}).value();
            for (SeriesId series = 2; series <= 1000; series += 2)
                QVERIFY(writer.add(series, "labels of " + std::to_string(series),
                                   std::to_string(series * 7)));
            QVERIFY(writer.finish({1, 2, 0, 0, 0, 1023}).value() > 0);
        }
        const auto file = ChunkFile::open(path).value();
        QCOMPARE(file.span(), (ChunkSpan{.step = 10, .start = 600, .length = 60}));
        QCOMPARE(file.coverage().value(), (Coverage{1, 2, 0, 0, 0, 1023}));
        for (SeriesId series = 1; series <= 1001; ++series) {
            const auto entry = file.find(series).value();
            QCOMPARE(entry.has_value(), series % 2 == 0 && series <= 1000);
            if (entry)
                QCOMPARE(file.read(*entry).value(), std::to_string(series * 7));
        }
        QCOMPARE(file.names().value().size(), std::size_t(500));
        QCOMPARE(file.names().value()[2].second, std::string("labels of 6"));
    }
    void whatIsNotFinishedLeavesNothing() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("1s-0-1.series").toStdString();
        {
            auto writer =
                ChunkFileWriter::create(path, {.step = 1, .start = 0, .length = 60}).value();
            QVERIFY(writer.add(1, "a", "b"));
        }
        QVERIFY(QDir(folder.path()).isEmpty());
        QVERIFY(!ChunkFile::open(path));
        QCOMPARE(ChunkFile::open(path).error().kind(), ErrorKind::NotFound);
    }
    void everyChangedByteIsNoticed() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("1s-0-1.series").toStdString();
        {
            auto writer =
                ChunkFileWriter::create(path, {.step = 1, .start = 0, .length = 60}).value();
            for (SeriesId series = 1; series <= 3; ++series)
                QVERIFY(
                    writer.add(series, "labels", "a chunk of series " + std::to_string(series)));
            QVERIFY(writer.finish(Coverage(60, 1)));
        }
        const auto isWhole = [&] {
            const auto file = ChunkFile::open(path);
            if (!file || !file->coverage() || !file->names())
                return false;
            for (SeriesId series = 1; series <= 3; ++series) {
                const auto entry = file->find(series);
                if (!entry || !*entry || !file->read(**entry))
                    return false;
            }
            return true;
        };
        QVERIFY(isWhole());
        QFile bytes(QString::fromStdString(path));
        QVERIFY(bytes.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        const QByteArray before = bytes.readAll();
        for (qint64 at = 0; at < before.size(); ++at) {
            const char changed = static_cast<char>(before[at] ^ 0x40);
            bytes.seek(at);
            bytes.write(&changed, 1);
            QVERIFY2(!isWhole(), qPrintable(QStringLiteral("byte %1").arg(at)));
            bytes.seek(at);
            bytes.write(before.constData() + at, 1);
        }
        QVERIFY(isWhole());
    }
};

QTEST_APPLESS_MAIN(TestSeriesChunk)
#include "tst_series_chunk.moc"
