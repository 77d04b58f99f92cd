// SPDX-License-Identifier: Apache-2.0
#include "control/admin/edge_queries.h"
#include "control/history/labels.h"
#include "history_bench.h"
#include "telemetry/histogram.h"

#include <QTest>

#include <random>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

struct Minute {
    std::map<std::string, std::string> edges; // by source workload: what was counted, as text
    std::int64_t end = 0;
    std::uint32_t covered = 0;
    bool operator==(const Minute&) const = default;
};

Minute minuteOf(const v1::QueryEdgesResponse& response) {
    Minute minute{.edges = {}, .end = response.end().seconds(), .covered = response.covered_seconds()};
    for (const v1::EdgeSample& edge : response.edges()) {
        v1::EdgeSample known = edge;
        // After a while the largest time is known to its bucket only.
        const auto max = telemetry::Histogram::bucketOf(edge.latency().max_us());
        known.mutable_latency()->set_max_us(max);
        minute.edges[edge.source_workload()] += known.ShortDebugString();
    }
    return minute;
}

// How it is kept added up, and added up anew.
Minute quick(const Collector& collector, const v1::QueryEdgesRequest& request) {
    v1::QueryEdgesResponse response;
    if (!response.ParseFromString(EdgeQueries(collector).serializedSum(request).value()))
        qFatal("the answer cannot be read");
    return minuteOf(response);
}
Minute slow(const Collector& collector, const v1::QueryEdgesRequest& request) {
    return minuteOf(EdgeQueries(collector).sum(request).value());
}

} // namespace

class TestMinuteSums : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Several sources, each silent at times, for four minutes, with a restart in their midst.
    void staysWhatIsAddedUpAnew() {
        HistoryBench bench;
        std::mt19937 random{5};
        std::map<std::string, std::uint64_t> sequences;
        for (int second = 0; second < 240; ++second) {
            for (const std::string source : {"payments", "cards", "loans", "web"})
                if (random() % 3 != 0 && (second / 50) % 2 == 0)
                    std::ignore = bench.report(++sequences[source], 1 + random() % 5,
                                               bench.clock.wallNow(), source);
            if (second == 120)
                bench.open();
            bench.pass(1);
            QCOMPARE(quick(*bench.collector, {}), slow(*bench.collector, {}));
            QVERIFY(bench.collector->minute(bench.collector->writtenUntil()).value().has_value());
        }
    }
    void countsALateReport() {
        HistoryBench bench;
        bench.live(90);
        const auto before = quick(*bench.collector, {});
        std::ignore = bench.report(1, 1000, bench.clock.wallNow() - 20s, "late");
        bench.pass(1);
        const auto after = quick(*bench.collector, {});
        QCOMPARE(after, slow(*bench.collector, {}));
        QCOMPARE(after.edges.size(), before.edges.size() + 1);
        bench.pass(58); // and it leaves with its second
        QCOMPARE(quick(*bench.collector, {}), slow(*bench.collector, {}));
        QVERIFY(!quick(*bench.collector, {}).edges.contains("late"));
    }
    // Whoever lays several clusters side by side asks for the end that the first had.
    void answersForAnEndOfBefore() {
        HistoryBench bench;
        bench.live(90);
        for (const Second back : {1, 5, 3, 10, 0, 7}) {
            v1::QueryEdgesRequest request;
            request.mutable_end()->set_seconds(bench.collector->publishedUntil() - back);
            QVERIFY(bench.collector->minute(request.end().seconds()).value().has_value());
            QCOMPARE(quick(*bench.collector, request), slow(*bench.collector, request));
        }
        bench.live(3);
        QCOMPARE(quick(*bench.collector, {}), slow(*bench.collector, {}));
        v1::QueryEdgesRequest longAgo;
        longAgo.mutable_end()->set_seconds(bench.collector->publishedUntil() - 40);
        QVERIFY(!bench.collector->minute(longAgo.end().seconds()).value());
        QCOMPARE(quick(*bench.collector, longAgo), slow(*bench.collector, longAgo));
    }
    void beginsAnewAfterAGap() {
        HistoryBench bench;
        bench.live(70);
        bench.clock.advance(400s); // the machine slept
        bench.pass(1);
        QVERIFY(quick(*bench.collector, {}).edges.empty());
        bench.live(5);
        QCOMPARE(quick(*bench.collector, {}), slow(*bench.collector, {}));
        bench.clock.setWall(bench.clock.wallNow() - 3600s);
        bench.live(10);
        QCOMPARE(quick(*bench.collector, {}), slow(*bench.collector, {}));
    }
    void knowsTheLargestTimeToItsBucket() {
        Counts fast;
        fast.makeTimes(0) = {.buckets = {{200, 3}}, .sumUs = 60, .maxUs = 24};
        Counts lone;
        lone.makeTimes(0) = {.buckets = {{200, 1}, {500, 1}}, .sumUs = 2020, .maxUs = 2000};
        PackedSum sum;
        sum.add(fast);
        sum.add(lone);
        v1::EdgeSample message;
        sum.fill(message);
        QCOMPARE(message.latency().max_us(), std::uint64_t(2000));
        QCOMPARE(message.latency().sum_us(), std::uint64_t(2080));
        sum.remove(lone);
        message.Clear();
        sum.fill(message);
        QCOMPARE(message.latency().buckets_size(), 1);
        QCOMPARE(message.latency().counts(0), std::uint64_t(3));
        QCOMPARE(message.latency().sum_us(), std::uint64_t(60));
        const auto edge = static_cast<std::uint64_t>(telemetry::Histogram::upperEdgeUs(200));
        QCOMPARE(message.latency().max_us(), edge);
        sum.remove(fast);
        QVERIFY(sum.empty());
    }
};

QTEST_GUILESS_MAIN(TestMinuteSums)
#include "tst_minute_sums.moc"
