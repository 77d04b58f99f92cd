// SPDX-License-Identifier: GPL-3.0-or-later
// The contract's own parts: histograms with foreign edges, updates that follow each other.
#include "sdk/bucket_histogram.h"
#include "sdk/source.h"

#include <QSignalSpy>
#include <QTest>

using namespace causeway::app;

class TestSdk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foreignBucketsKeepTheirCountsAndQuantiles() {
        // Linkerd's edges around the values, in ms.
        const sdk::BucketHistogram linkerd{{1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100},
                                           {0, 0, 0, 0, 10, 40, 0, 0, 0, 0, 0, 0},
                                           std::nullopt};
        const auto ours = sdk::toHistogram(linkerd);
        QVERIFY(ours);
        QCOMPARE(ours->count(), 50U);
        // Spread evenly over 5…10 ms, as histogram_quantile() reads it: 0.5 is the 25th of 50.
        QCOMPARE_LT(std::abs(*ours->quantileUs(0.5) / 1000.0 - 6.875), 0.15);
        QCOMPARE(ours->countUpTo(5000), 10U);
        QCOMPARE(ours->countUpTo(10000), 50U);
    }

    void whatIsAboveTheLastEdgeCountsAtIt() {
        const auto ours = sdk::toHistogram({{10, 100}, {0, 0, 7}, std::nullopt});
        QVERIFY(ours);
        QCOMPARE(ours->count(), 7U);
        QCOMPARE_LT(std::abs(*ours->quantileUs(0.99) - 100'000), 2'000.0);
    }

    void nonsenseIsRefused_data() {
        QTest::addColumn<QList<double>>("edges");
        QTest::addColumn<int>("counts");
        QTest::newRow("descending") << QList<double>{10, 5} << 3;
        QTest::newRow("zero") << QList<double>{0, 5} << 3;
        QTest::newRow("infinite") << QList<double>{5, std::numeric_limits<double>::infinity()} << 3;
        QTest::newRow("a count too few") << QList<double>{5, 10} << 2;
    }
    void nonsenseIsRefused() {
        QFETCH(QList<double>, edges);
        QFETCH(int, counts);
        const sdk::BucketHistogram other{{edges.begin(), edges.end()},
                                         std::vector<std::uint64_t>(std::size_t(counts), 1),
                                         std::nullopt};
        const auto ours = sdk::toHistogram(other);
        QVERIFY(!ours);
        QCOMPARE(ours.error().kind(), causeway::ErrorKind::InvalidInput);
    }

    void aLaterSnapshotReplacesEarlierChangesButNotNumbers() {
        sdk::Updates updates;
        updates.changes.emplace_back(domain::Service{});
        updates.ticks.push_back({domain::instantOf(1000), domain::Milliseconds(1000), {}, 1, 1});
        sdk::Updates later;
        later.snapshot.emplace();
        later.changes.emplace_back(domain::Proxy{});
        later.ticks.push_back({domain::instantOf(2000), domain::Milliseconds(1000), {}, 1, 1});
        updates.append(std::move(later));
        QVERIFY(updates.snapshot);
        QCOMPARE(updates.changes.size(), 1U);
        QVERIFY(std::holds_alternative<domain::Proxy>(updates.changes.front()));
        QCOMPARE(updates.ticks.size(), 2U);
        QCOMPARE(updates.ticks.back().end, domain::instantOf(2000));
    }

    void aSourceWithoutACapabilitySaysSo() {
        class Plain : public sdk::Source {
            void start() override {}
            void stop() override {}
        } source;
        QSignalSpy answers(&source, &sdk::Source::rangeAnswered);
        source.queryRange(7, {});
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers[0][0].toULongLong(), 7U);
        QVERIFY(!answers[0][1].value<sdk::RangeAnswer>().series);
    }
};

QTEST_APPLESS_MAIN(TestSdk)
#include "tst_sdk.moc"
