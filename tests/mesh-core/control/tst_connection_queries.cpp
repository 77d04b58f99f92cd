// SPDX-License-Identifier: Apache-2.0
// What proxies read of their connections, as the control plane keeps it and answers.
#include "control/admin/connection_queries.h"
#include "control/admin/probe_queries.h"
#include "control/collect/collector.h"
#include "control/wire_time.h"

#include <QTemporaryDir>
#include <QTest>

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
    // What one of two gateways says of a second.
    void report(const std::string& gateway, std::uint64_t sequence, std::uint64_t rate) {
        v1::TelemetryReport report;
        report.mutable_proxy()->set_instance(gateway);
        report.set_sequence(sequence);
        setTime(*report.mutable_end(), clock.wallNow());
        v1::ConnectionSample& wire = *report.add_connections();
        wire.set_leg(v1::LEG_WIRE);
        wire.set_link("aws:gcp");
        wire.set_connection_us(2'000'000);
        wire.set_opened(1);
        wire.set_resumed(1);
        wire.set_segments(10);
        wire.set_retransmits(sequence == 1 ? 1 : 0);
        wire.set_rtt_variation_sum_us(300);
        wire.set_delivery_rate(rate);
        wire.mutable_rtt()->add_buckets(300);
        wire.mutable_rtt()->add_counts(1);
        v1::ConnectionSample& callee = *report.add_connections();
        callee.set_leg(v1::LEG_TO_CALLEE);
        callee.set_connection_us(1'000'000);
        v1::ProbeSample& probe = *report.add_probes();
        probe.set_link("aws:gcp");
        probe.set_rung(v1::PROBE_RUNG_UDP);
        probe.set_answered(1);
        std::ignore = collector->record(report);
    }
    v1::QueryConnectionsResponse sum(const std::string& link) const {
        v1::QueryConnectionsRequest request;
        request.set_link(link);
        request.set_window_seconds(120);
        return ConnectionQueries(*collector).sum(request).value();
    }
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

class TestConnectionQueries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsAreKeptBesideProbes() {
        Bench bench;
        for (std::uint32_t i = 1; i <= 20; ++i) {
            bench.report("gateway-1", i, 1000 + i);
            bench.report("gateway-2", i, 900);
            bench.pass(1s);
        }
        bench.pass(1s);
        const auto check = [&] {
            const auto answer = bench.sum("aws:gcp");
            QCOMPARE(answer.connections_size(), 1);
            const auto& wire = answer.connections(0);
            QVERIFY(wire.leg() == v1::LEG_WIRE);
            QCOMPARE(wire.connection_us(), 80'000'000U); // two gateways, two each, for 20 s
            QCOMPARE(wire.opened(), 40U);
            QCOMPARE(wire.resumed(), 40U);
            QCOMPARE(wire.segments(), 400U);
            QCOMPARE(wire.retransmits(), 2U);
            QCOMPARE(wire.rtt().counts(0), 40U);
            QCOMPARE(wire.rtt_variation_sum_us(), 40U * 300);
            QCOMPARE(wire.delivery_rate(), 1020U); // the fastest, not their sum
            QCOMPARE(bench.sum("").connections_size(), 2);
            QCOMPARE(bench.sum("gcp:aws").connections_size(), 0);
            v1::QueryProbesRequest probes;
            probes.set_window_seconds(120);
            const auto beside = ProbeQueries(*bench.collector).sum(probes).value();
            QCOMPARE(beside.probes_size(), 1);
            QCOMPARE(beside.probes(0).answered(), 40U);
        };
        check();
        // From disk, where ten seconds are one row after a while.
        bench.pass(40s);
        bench.open();
        check();
    }
    void oneLinkOverTime() {
        Bench bench;
        for (std::uint32_t i = 1; i <= 6; ++i) {
            if (i != 3)
                bench.report("gateway", i, 100 * i);
            bench.pass(1s);
        }
        bench.pass(1s);
        v1::QueryConnectionSeriesRequest request;
        request.set_link("aws:gcp");
        setTime(*request.mutable_end(), bench.clock.wallNow());
        setTime(*request.mutable_start(), bench.clock.wallNow() - 30s);
        request.set_step_seconds(1);
        const auto series = ConnectionQueries(*bench.collector).series(request).value();
        QCOMPARE(series.points_size(), 5);
        QCOMPARE(series.points(1).sum().delivery_rate(), 200U);
        QCOMPARE(series.points(2).sum().delivery_rate(), 400U);
        request.clear_link();
        QVERIFY(!ConnectionQueries(*bench.collector).series(request));
    }
};

QTEST_APPLESS_MAIN(TestConnectionQueries)
#include "tst_connection_queries.moc"
