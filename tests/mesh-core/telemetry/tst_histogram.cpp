// SPDX-License-Identifier: Apache-2.0
#include "telemetry/exposition.h"
#include "telemetry/histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace causeway;
using telemetry::Histogram;

namespace {

constexpr double kAllowedError = 0.013;

// The exact value at a quantile, by the same definition: the smallest that a share q does not exceed.
double exactQuantile(std::vector<std::uint64_t> values, double q) {
    std::sort(values.begin(), values.end());
    const auto rank = std::max(1.0, std::ceil(q * static_cast<double>(values.size())));
    return static_cast<double>(values[static_cast<std::size_t>(rank) - 1]);
}

double relativeError(double found, double exact) { return std::abs(found - exact) / exact; }

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bucketsFollowOneAnother() {
        QCOMPARE(Histogram::kBuckets, std::size_t(1442));
        QCOMPARE(Histogram::upperEdgeUs(0), 1.0);
        QCOMPARE(Histogram::upperEdgeUs(Histogram::kBuckets - 2), 1e9);
        for (std::size_t i = 0; i + 1 < Histogram::kBuckets; ++i) {
            QVERIFY(Histogram::lowerEdgeUs(i) < Histogram::upperEdgeUs(i));
            QCOMPARE(Histogram::upperEdgeUs(i), Histogram::lowerEdgeUs(i + 1));
        }
    }
    void stepsAreThoseOfTheContract() {
        // One decade, 100 ms … 1 s: steps of 2 ms, 5 ms and 10 ms.
        const auto first = Histogram::bucketOf(100'001);
        QCOMPARE(Histogram::upperEdgeUs(first), 102'000.0);
        QCOMPARE(Histogram::upperEdgeUs(first + 50), 205'000.0);
        QCOMPARE(Histogram::upperEdgeUs(first + 110), 510'000.0);
        QCOMPARE(Histogram::upperEdgeUs(first + 159), 1'000'000.0);
    }
    void upperEdgesAreInclusive() {
        for (std::size_t i = 1 + 2 * Histogram::kPerDecade; i + 1 < Histogram::kBuckets; ++i) {
            const auto edge = static_cast<std::uint64_t>(std::llround(Histogram::upperEdgeUs(i)));
            QCOMPARE(Histogram::bucketOf(edge), i);
            QCOMPARE(Histogram::bucketOf(edge + 1), i + 1);
        }
    }
    void everyValueLiesInItsBucket() {
        std::mt19937_64 random(7);
        std::uniform_real_distribution<double> exponent(0, 9.2);
        for (int i = 0; i < 100'000; ++i) {
            const auto us = static_cast<std::uint64_t>(std::pow(10, exponent(random)));
            const auto bucket = Histogram::bucketOf(us);
            QVERIFY(static_cast<double>(us) > Histogram::lowerEdgeUs(bucket));
            QVERIFY(static_cast<double>(us) <= Histogram::upperEdgeUs(bucket));
        }
    }
    void everyLinkerdEdgeIsAnEdge() {
        for (const auto ms : telemetry::kLinkerdEdgesMs) {
            const auto us = ms * 1000;
            QCOMPARE(Histogram::upperEdgeUs(Histogram::bucketOf(us)), static_cast<double>(us));
        }
    }
    void quantilesAreWithinTheError_data() {
        QTest::addColumn<int>("shape");
        QTest::newRow("log-uniform") << 0;
        QTest::newRow("two humps") << 1;
        QTest::newRow("all at the upper end of a bucket") << 2;
        QTest::newRow("all at the lower end of a bucket") << 3;
    }
    void quantilesAreWithinTheError() {
        QFETCH(int, shape);
        std::mt19937_64 random(42);
        std::uniform_real_distribution<double> exponent(2, 7);
        std::normal_distribution<double> fast(12'000, 900);
        std::normal_distribution<double> slow(250'000, 20'000);
        Histogram histogram;
        std::vector<std::uint64_t> values;
        for (int i = 0; i < 5'000; ++i) {
            const double value = shape == 0   ? std::pow(10, exponent(random))
                                 : shape == 1 ? std::max(100.0, i % 20 == 0 ? slow(random) : fast(random))
                                 : shape == 2 ? 205'000
                                              : 200'001;
            values.push_back(static_cast<std::uint64_t>(value));
            histogram.record(values.back());
        }
        for (const double q : {0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const auto error = relativeError(*histogram.quantileUs(q), exactQuantile(values, q));
            QVERIFY2(error <= kAllowedError, qPrintable(QString("q=%1: %2").arg(q).arg(error)));
        }
    }
    void mergedIsTheSameAsRecordedTogether() {
        std::mt19937_64 random(3);
        std::uniform_real_distribution<double> exponent(0, 9.5);
        Histogram together;
        std::array<Histogram, 3> parts;
        for (int i = 0; i < 3'000; ++i) {
            const auto us = static_cast<std::uint64_t>(std::pow(10, exponent(random)));
            together.record(us);
            parts[static_cast<std::size_t>(i) % 3].record(us);
        }
        Histogram merged;
        for (const auto& part : parts)
            merged.merge(part);
        QVERIFY(merged == together);
        QCOMPARE(merged.count(), std::uint64_t(3'000));
        QCOMPARE(merged.quantileUs(0.99), together.quantileUs(0.99));
    }
    void sparseFormComesBackEqual() {
        Histogram histogram;
        histogram.record(0);
        histogram.record(60'000, 5);
        histogram.record(5'000'000'000);
        const auto sparse = histogram.sparse();
        QCOMPARE(sparse.buckets.size(), std::size_t(3));
        QCOMPARE(sparse.buckets.back(), std::uint32_t(Histogram::kBuckets - 1));
        const auto back = Histogram::fromSparse(sparse);
        QVERIFY(back && *back == histogram);
    }
    void whatIsNoHistogramIsRefused() {
        QVERIFY(!Histogram::fromSparse({{1, 2}, {1}, 0, 0}));
        QVERIFY(!Histogram::fromSparse({{2, 1}, {1, 1}, 0, 0}));
        QVERIFY(!Histogram::fromSparse({{1442}, {1}, 0, 0}));
        QVERIFY(!Histogram::fromSparse({{1, 2}, {~std::uint64_t{0}, 1}, 0, 0}));
    }
    void nothingHasNoQuantile() {
        Histogram histogram;
        QVERIFY(!histogram.quantileUs(0.5));
        histogram.record(7);
        histogram.clear();
        QVERIFY(histogram.empty());
        QVERIFY(!histogram.quantileUs(0.5));
    }
    void aboveTheLastEdgeTheMaximumIsTold() {
        Histogram histogram;
        histogram.record(2'000'000'000);
        QCOMPARE(*histogram.quantileUs(0.5), 2e9);
    }
};

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
