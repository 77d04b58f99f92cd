// SPDX-License-Identifier: Apache-2.0
// When a path is another one, by the hops of its datagrams.
#include "link/path_changes.h"
#include "link/probe_series.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;
using namespace std::chrono_literals;

namespace {

using Hops = std::optional<std::uint32_t>;

struct Path {
    PathHops hops;
    std::optional<telemetry::PathSample> told;

    void see(std::initializer_list<Hops> datagrams) {
        for (const Hops& each : datagrams)
            hops.see(each, told);
    }
};

} // namespace

class TestPathHops : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstPathIsNoChange() {
        Path path;
        path.see({9, 9, 9, 9});
        QVERIFY((*path.told == telemetry::PathSample{9, 0, 0}));
    }
    void threeInARowMakeAnotherPath() {
        Path path;
        path.see({9, 9, 9, 11, 11});
        QVERIFY((*path.told == telemetry::PathSample{9, 0, 0}));
        path.see({11});
        QVERIFY((*path.told == telemetry::PathSample{11, 1, 9}));
        path.see({11, 11, 9, 9, 9});
        QVERIFY((*path.told == telemetry::PathSample{9, 2, 11}));
    }
    void packetsThatAreSpreadAreNoChange() {
        Path path;
        path.see({9, 9, 9});
        for (int i = 0; i < 20; ++i)
            path.see({11, 9, 10, 11, 9});
        QCOMPARE(path.told->changes, std::uint64_t(0));
        QCOMPARE(path.told->hops, 9U);
    }
    void whoDoesNotTellLeavesItOpen() {
        Path path;
        path.see({{}, {}, {}});
        QVERIFY2(!path.told, "not known is not 0 hops");
        path.see({9, 9, 9, {}, 12, {}, 12, {}, 12});
        QVERIFY((*path.told == telemetry::PathSample{12, 1, 9}));
    }
    void aSampleTellsOnlyWhatCameSinceTheOneBefore() {
        ProbeSeries series("aws:gcp", 2s);
        ManualClock clock;
        std::uint64_t number = 0;
        const auto probe = [&](Hops out, Hops back, int times) {
            for (int i = 0; i < times; ++i) {
                series.sent(++number, clock.now());
                series.answered(number, clock.now() + 20ms, {20ms, 10ms, 10ms, {}, out, back});
                clock.advance(1s);
            }
        };
        probe(9, 8, 5);
        const auto first = series.take();
        QVERIFY(pathChangesOf("aws:gcp", first, clock.wallNow()).empty());
        probe(11, 8, 5);
        auto second = series.take();
        const auto changes = pathChangesOf("aws:gcp", second, clock.wallNow());
        QCOMPARE(changes.size(), std::size_t(1));
        QVERIFY((changes.front() == PathChange{"aws", "gcp", 9, 11, clock.wallNow()}));
        QCOMPARE(describe(changes.front()),
                 std::string("the path from aws to gcp changed from 9 to 11 hops"));
        probe(11, 7, 5);
        const auto third = series.take();
        QVERIFY((pathChangesOf("aws:gcp", third, {})
                 == std::vector<PathChange>{{"gcp", "aws", 8, 7, {}}}));
        // Over all three: both, each with its own before.
        telemetry::ProbeSample sum = first;
        telemetry::merge(sum, second);
        telemetry::merge(sum, third);
        QVERIFY((*sum.pathOut == telemetry::PathSample{11, 1, 9}));
        QVERIFY((*sum.pathBack == telemetry::PathSample{7, 1, 8}));
    }
};

QTEST_GUILESS_MAIN(TestPathHops)
#include "tst_path_hops.moc"
