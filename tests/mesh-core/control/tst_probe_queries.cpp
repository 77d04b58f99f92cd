// SPDX-License-Identifier: Apache-2.0
// What gateways probed, as the control plane keeps it and answers.
#include "control/admin/probe_queries.h"
#include "control/collect/collector.h"
#include "control/wire_time.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

// One cluster's collector on a clock that the test moves.
class Bench {
public:
    Bench() {
        clock.setWall(WallTime(1'800'000'000s));
        open();
    }
    void open() {
        collector.reset();
        const auto file = folder.filePath("telemetry.db").toStdString();
        collector = Collector::open(file, clock, events).value();
    }
    // What a gateway says after a second of probing.
    void report(std::uint64_t sequence, std::uint64_t lost, std::uint32_t lastUs) {
        v1::TelemetryReport report;
        report.mutable_proxy()->set_instance("gateway");
        report.set_sequence(sequence);
        setTime(*report.mutable_end(), clock.wallNow());
        v1::ProbeSample& udp = *report.add_probes();
        udp.set_link("aws:gcp");
        udp.set_rung(v1::PROBE_RUNG_UDP);
        udp.set_answered(1);
        udp.set_lost(lost);
        udp.set_last_us(lastUs);
        udp.mutable_time()->add_buckets(300);
        udp.mutable_time()->add_counts(1);
        udp.mutable_path_out()->set_hops(sequence < 5 ? 9 : 11);
        if (sequence == 5) {
            udp.mutable_path_out()->set_changes(1);
            udp.mutable_path_out()->set_before(9);
        }
        udp.mutable_one_way()->set_samples(1);
        udp.mutable_one_way()->set_forward_sum_us(-5);
        udp.mutable_one_way()->set_plus_minus_us(sequence);
        v1::ProbeSample& cold = *report.add_probes();
        cold.set_link("aws:azure");
        cold.set_rung(v1::PROBE_RUNG_HTTP_COLD);
        (*cold.mutable_failures())["refused"] = 1;
        std::ignore = collector->record(report);
    }
    v1::QueryProbesResponse sum(const std::string& link, std::uint32_t seconds = 120) const {
        v1::QueryProbesRequest request;
        request.set_link(link);
        request.set_window_seconds(seconds);
        return ProbeQueries(*collector).sum(request).value();
    }
    // Lets `duration` go by, a turn every second.
    void pass(std::chrono::seconds duration) {
        for (auto left = duration; left > 0s; left -= 1s) {
            clock.advance(1s);
            collector->turn();
        }
    }

    QTemporaryDir folder;
    ManualClock clock;
    EventLog events{clock};
    std::unique_ptr<Collector> collector;
};

} // namespace

class TestProbeQueries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsAreKeptBesideEdges() {
        Bench bench;
        for (std::uint32_t i = 1; i <= 20; ++i) {
            bench.report(i, i % 10 == 0 ? 1 : 0, 20'000 + i);
            bench.pass(1s);
        }
        bench.pass(1s);
        const auto check = [&] {
            const auto answer = bench.sum("aws:gcp");
            QCOMPARE(answer.probes_size(), 1);
            const auto& udp = answer.probes(0);
            QCOMPARE(udp.answered(), 20U);
            QCOMPARE(udp.lost(), 2U);
            QCOMPARE(udp.last_us(), 20'020U);
            QCOMPARE(udp.time().counts(0), 20U);
            QCOMPARE(udp.one_way().forward_sum_us(), -100);
            QCOMPARE(udp.one_way().plus_minus_us(), 20U);
            QCOMPARE(udp.path_out().hops(), 11U);
            QCOMPARE(udp.path_out().changes(), 1U);
            QCOMPARE(udp.path_out().before(), 9U);
            QVERIFY(!udp.has_path_back());
            QCOMPARE(bench.sum("").probes_size(), 2);
            QCOMPARE(bench.sum("aws:azure").probes(0).failures().at("refused"), 20U);
        };
        check();
        // From disk, where ten seconds are one row after a while.
        bench.pass(40s);
        bench.open();
        check();
        QCOMPARE(bench.sum("gcp:aws").probes_size(), 0);
    }
    void anotherPathIsAnEventOnce() {
        Bench bench;
        for (const std::uint64_t sequence : {4, 5, 5, 6}) { // one comes again
            bench.report(sequence, 0, 20'000);
            bench.pass(1s);
        }
        const auto events = bench.events.newest();
        QCOMPARE(std::ranges::count(events, "link.path-changed", &Event::kind), 1);
        const auto& event = *std::ranges::find(events, "link.path-changed", &Event::kind);
        QCOMPARE(event.subject, std::string("aws:gcp"));
        QCOMPARE(event.message,
                 std::string("the path from aws to gcp changed from 9 to 11 hops"));
    }
    void aRungOverTime() {
        Bench bench;
        for (std::uint32_t i = 1; i <= 6; ++i) {
            if (i != 3)
                bench.report(i, 0, 1000 * i);
            bench.pass(1s);
        }
        bench.pass(1s);
        v1::QueryProbeSeriesRequest request;
        request.set_link("aws:gcp");
        request.set_rung(v1::PROBE_RUNG_UDP);
        setTime(*request.mutable_end(), bench.clock.wallNow());
        setTime(*request.mutable_start(), bench.clock.wallNow() - 30s);
        request.set_step_seconds(1);
        const auto series = ProbeQueries(*bench.collector).series(request).value();
        QCOMPARE(series.points_size(), 5);
        QCOMPARE(series.points(1).sum().last_us(), 2000U);
        QCOMPARE(series.points(2).sum().last_us(), 4000U);
        QCOMPARE(series.points(2).end().seconds() - series.points(1).end().seconds(), 2);
    }
    void refusesWhatIsTooLong() {
        Bench bench;
        v1::QueryProbesRequest window;
        window.set_window_seconds(3601);
        QVERIFY(!ProbeQueries(*bench.collector).sum(window));
        v1::QueryProbeSeriesRequest series;
        setTime(*series.mutable_end(), bench.clock.wallNow());
        setTime(*series.mutable_start(), bench.clock.wallNow() - 30'000s);
        QVERIFY(!ProbeQueries(*bench.collector).series(series));
        setTime(*series.mutable_start(), bench.clock.wallNow() + 1s);
        QVERIFY(!ProbeQueries(*bench.collector).series(series));
    }
};

QTEST_APPLESS_MAIN(TestProbeQueries)
#include "tst_probe_queries.moc"
