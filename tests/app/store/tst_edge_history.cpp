// SPDX-License-Identifier: GPL-3.0-or-later
// The ring of every edge: windows, gaps, late ticks, both ends, bounds.
#include "store/edge_history.h"

#include <QTest>

using namespace causeway::app;
using namespace causeway::app::domain;
using namespace std::chrono_literals;
using store::EdgeHistory;

namespace {

const Instant kStart = instantOf(1'772'632'800'000); // a whole minute
const EdgeKey kEdge{Ref::parse(u"payments.bank@aws"), Ref::parse(u"cards.bank@gcp"), Protocol::Grpc,
                    Tls::Mutual, LinkRef::parse(u"aws:gcp")};

sdk::EdgeSample sample(sdk::Side side, std::uint64_t requests, std::uint64_t us = 30'000) {
    sdk::EdgeSample sample{kEdge, side, {}};
    sample.counted.requests = requests;
    sample.counted.attempts = requests;
    sample.counted.latency.record(us, requests);
    return sample;
}

EdgeKey kEdgeOf(int caller) {
    EdgeKey key = kEdge;
    key.source.name = QString::number(caller);
    return key;
}

// One second of one cluster.
sdk::EdgeTick tick(int second, const std::vector<sdk::EdgeSample>& samples) {
    return {kStart + std::chrono::seconds(second), 1s,
            QList<sdk::EdgeSample>(samples.begin(), samples.end()), 1, 1};
}

TimeRange seconds(int from, int to) {
    return {kStart + std::chrono::seconds(from), kStart + std::chrono::seconds(to)};
}

} // namespace

class TestEdgeHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void packedSamplesComeBackAsTheyWere() {
        SideStats stats = sample(sdk::Side::Caller, 900, 123'456).counted;
        stats.failures = 3;
        stats.requestBytes = 1ULL << 40;
        stats.latency.record(7, 1);
        stats.leg(Leg::Wire).record(20'000, 900);
        const auto back = store::unpack(store::pack(stats));
        QVERIFY(back);
        QVERIFY(*back == stats);
    }

    void damagedSamplesAreErrors() {
        const QByteArray packed = store::pack(sample(sdk::Side::Caller, 900).counted);
        for (qsizetype length = 0; length < packed.size(); ++length)
            QVERIFY2(!store::unpack(packed.first(length)), qPrintable(QString::number(length)));
        QVERIFY(!store::unpack(packed + 'x'));
    }

    void aWindowSumsItsSeconds() {
        EdgeHistory history;
        for (int second = 1; second <= 300; ++second)
            QVERIFY(history.append(QStringLiteral("aws"),
                                   tick(second, {sample(sdk::Side::Caller, 2)})));
        for (const auto& [from, to] :
             {std::pair(0, 300), {13, 17}, {10, 200}, {59, 61}, {60, 120}}) {
            const EdgeStats stats = history.edges(seconds(from, to)).at(kEdge);
            QCOMPARE(stats.covered, Milliseconds(std::chrono::seconds(to - from)));
            QCOMPARE(stats.caller->requests, std::uint64_t(2 * (to - from)));
            QCOMPARE(stats.requestsPerSecond(), 2.0);
            QVERIFY(!stats.callee);
        }
    }

    void bothEndsMeetUnderOneKey() {
        EdgeHistory history;
        for (int second = 1; second <= 10; ++second) {
            history.append(QStringLiteral("aws"), tick(second, {sample(sdk::Side::Caller, 5)}));
            history.append(QStringLiteral("gcp"),
                           tick(second, {sample(sdk::Side::Callee, 5, 8'000)}));
        }
        const auto edges = history.edges(seconds(0, 10));
        QCOMPARE(edges.size(), 1U);
        const EdgeStats& stats = edges.at(kEdge);
        QCOMPARE(stats.caller->attempts, stats.callee->attempts);
        QCOMPARE_LT(std::abs(*stats.latencyMs(0.5) - 30), 0.5);
        QCOMPARE_LT(std::abs(*stats.calleeLatencyMs(0.5) - 8), 0.2);
    }

    void aTickCountsOnce() {
        EdgeHistory history;
        QVERIFY(history.append(QStringLiteral("aws"), tick(1, {sample(sdk::Side::Caller, 5)})));
        QVERIFY(!history.append(QStringLiteral("aws"), tick(1, {sample(sdk::Side::Caller, 5)})));
        QCOMPARE(history.edges(seconds(0, 1)).at(kEdge).caller->requests, 5U);
    }

    void idleIsZeroAndSilentIsUnknown() {
        EdgeHistory history;
        history.append(QStringLiteral("aws"), tick(1, {sample(sdk::Side::Caller, 5)}));
        history.append(QStringLiteral("aws"), tick(2, {}));
        const EdgeStats idle = history.edges(seconds(1, 2)).at(kEdge);
        QCOMPARE(idle.requestsPerSecond(), 0.0);
        QVERIFY(!idle.success());
        const EdgeStats silent = history.edges(seconds(2, 3)).at(kEdge);
        QVERIFY(!silent.requestsPerSecond());
    }

    void aSeriesShowsGapsAsGaps() {
        EdgeHistory history;
        for (int second = 1; second <= 60; ++second)
            if (second <= 20 || second > 40)
                history.append(QStringLiteral("aws"), tick(second, {sample(sdk::Side::Caller, 3)}));
        const auto series = history.series({}, seconds(0, 60), 10s);
        QCOMPARE(series.points.size(), 4U);
        QCOMPARE(series.points[1].end, kStart + 20s);
        QCOMPARE(series.points[2].end, kStart + 50s);
        QCOMPARE(series.total().caller->requests, 120U);
    }

    void aLateTickChangesSumsThatWereAskedBefore() {
        EdgeHistory history;
        for (int second : {1, 2, 3, 5, 6, 200})
            history.append(QStringLiteral("aws"), tick(second, {sample(sdk::Side::Caller, 3)}));
        QCOMPARE(history.series({}, seconds(0, 10), 10s).total().caller->requests, 15U);
        QCOMPARE(history.edges(seconds(0, 120)).at(kEdge).caller->requests, 15U);
        QVERIFY(history.append(QStringLiteral("aws"), tick(4, {sample(sdk::Side::Caller, 3)})));
        QCOMPARE(history.series({}, seconds(0, 10), 10s).total().caller->requests, 18U);
        QCOMPARE(history.edges(seconds(0, 120)).at(kEdge).caller->requests, 18U);
    }

    void aSeriesIsOfTheSelectionOnly() {
        EdgeHistory history;
        history.append(QStringLiteral("aws"), tick(5, {sample(sdk::Side::Caller, 3)}));
        const auto link = history.series(LinkRef::parse(u"aws:gcp"), seconds(0, 10), 10s);
        QCOMPARE(link.total().caller->requests, 3U);
        const auto other = history.series(LinkRef::parse(u"gcp:aws"), seconds(0, 10), 10s);
        QVERIFY(other.points.empty());
    }

    void oldSecondsBecomeStepsThatAddUpToTheSame() {
        EdgeHistory fine({16min, 16min});
        EdgeHistory coarse({16min, 2min});
        for (int second = 1; second <= 400; ++second) {
            const auto counted = sample(sdk::Side::Caller, std::uint64_t(second % 7),
                                        std::uint64_t(1000 + second * 37));
            for (EdgeHistory* history : {&fine, &coarse})
                history->append(QStringLiteral("aws"), tick(second, {counted}));
        }
        QCOMPARE(fine.ticks().at(QStringLiteral("aws")).size(), 400U);
        QCOMPARE_LE(coarse.ticks().at(QStringLiteral("aws")).size(), 160U);
        QCOMPARE_LT(coarse.bytes(), fine.bytes());
        for (const auto& [from, to] : {std::pair(0, 400), {10, 200}, {390, 400}, {0, 10}})
            QVERIFY(coarse.edges(seconds(from, to)) == fine.edges(seconds(from, to)));
    }

    void memoryIsBoundedInBytes() {
        store::HistoryLimits limits;
        limits.bytes = 400'000;
        EdgeHistory history(limits);
        for (int second = 1; second <= 900; ++second) {
            std::vector<sdk::EdgeSample> samples;
            for (int edge = 0; edge < 40; ++edge) {
                samples.push_back(sample(sdk::Side::Caller, 3, std::uint64_t(900 + edge)));
                samples.back().key.source.name = QString::number(edge);
            }
            history.append(QStringLiteral("aws"), tick(second, samples));
            QCOMPARE_LE(history.bytes(), limits.bytes);
        }
        // The newest minute is there by the second, whatever had to go.
        QCOMPARE(history.edges(seconds(840, 900)).at(kEdgeOf(0)).caller->requests, 180U);
    }

    void theOldestGoes() {
        EdgeHistory history;
        for (int second = 1; second <= 1200; ++second)
            history.append(QStringLiteral("aws"), tick(second, {sample(sdk::Side::Caller, 1)}));
        // What is older than a few minutes is kept in steps of ten seconds.
        QCOMPARE_LE(*history.newest() - *history.oldest(), 16min - 1s);
        QCOMPARE_GE(*history.newest() - *history.oldest(), 16min - 10s);
        QVERIFY(!history.append(QStringLiteral("aws"), tick(1, {sample(sdk::Side::Caller, 1)})));
        history.append(QStringLiteral("aws"), tick(3000, {}));
        QVERIFY(history.edges(seconds(0, 3000)).empty());
    }
};

QTEST_APPLESS_MAIN(TestEdgeHistory)
#include "tst_edge_history.moc"
