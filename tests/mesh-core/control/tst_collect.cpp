// SPDX-License-Identifier: Apache-2.0
#include "control/admin/edge_queries.h"
#include "control/collect/collector.h"
#include "control/wire_time.h"
#include "support/instrumented.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

v1::EdgeSample sampleOf(const std::string& source, std::uint64_t requests) {
    v1::EdgeSample sample;
    sample.mutable_key()->set_vantage(v1::VANTAGE_CALLER);
    sample.mutable_key()->set_destination_service("ledger.bank");
    sample.mutable_key()->set_destination_cluster("aws");
    sample.set_source_workload(source);
    sample.set_requests(requests);
    sample.set_attempts(requests);
    sample.mutable_latency()->add_buckets(300);
    sample.mutable_latency()->add_counts(requests);
    return sample;
}

// One cluster's collector on a clock that the test moves.
class Bench {
public:
    Bench() {
        clock.setWall(WallTime(1'800'000'000s));
        open();
    }
    void open() {
        collector.reset();
        collector = Collector::open(file(), clock, events).value();
    }
    std::string file() const { return folder.filePath("telemetry.db").toStdString(); }

    Collector::Generation report(std::uint64_t sequence, std::uint64_t requests = 1,
                                 const std::string& instance = "payments-1",
                                 std::uint64_t epoch = 7) {
        return reportAt(clock.wallNow(), sequence, requests, instance, epoch);
    }
    Collector::Generation reportAt(WallTime end, std::uint64_t sequence, std::uint64_t requests,
                                   const std::string& instance = "payments-1",
                                   std::uint64_t epoch = 7) {
        v1::TelemetryReport report;
        report.mutable_proxy()->set_namespace_("bank");
        report.mutable_proxy()->set_instance(instance);
        report.mutable_proxy()->set_epoch(epoch);
        report.set_sequence(sequence);
        setTime(*report.mutable_end(), end);
        *report.add_edges() = sampleOf("payments", requests);
        return collector->record(report);
    }
    // Lets `duration` go by, a turn every second.
    void pass(std::chrono::seconds duration) {
        for (auto left = duration; left > 0s; left -= 1s) {
            clock.advance(1s);
            collector->turn();
        }
    }
    v1::QueryEdgesResponse window(std::uint32_t seconds = 60) const {
        v1::QueryEdgesRequest request;
        request.set_window_seconds(seconds);
        return EdgeQueries(*collector).sum(request).value();
    }
    std::uint64_t requests(std::uint32_t seconds = 60) const {
        const auto answer = window(seconds);
        std::uint64_t sum = 0;
        for (const auto& edge : answer.edges())
            sum += edge.requests();
        return sum;
    }

    QTemporaryDir folder;
    ManualClock clock;
    EventLog events{clock};
    std::unique_ptr<Collector> collector;
};

// Files of this process cannot grow while it lives: what a full disk does to a writer.
class FullDisk {
public:
    FullDisk() {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit tight{.rlim_cur = 0, .rlim_max = m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &tight);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class TestCollect : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAReportOnce() {
        Bench bench;
        for (const std::uint64_t sequence : {1, 2, 2, 1, 3, 3})
            std::ignore = bench.report(sequence, 10);
        bench.pass(2s);
        QCOMPARE(bench.requests(), 30U);
    }
    void takesReportsInAnyOrder() {
        Bench bench;
        for (const std::uint64_t sequence : {1, 4, 3, 2, 4, 6, 5, 2})
            std::ignore = bench.report(sequence, 1);
        bench.pass(2s);
        QCOMPARE(bench.requests(), 6U);
    }
    void tellsProcessesApart() {
        Bench bench;
        std::ignore = bench.report(1, 1, "payments-1", 7);
        std::ignore = bench.report(1, 1, "payments-2", 7);
        std::ignore = bench.report(1, 1, "payments-1", 8);
        bench.pass(2s);
        QCOMPARE(bench.requests(), 3U);
    }
    void acknowledgesWhatIsOnDiskOnly() {
        Bench bench;
        const auto generation = bench.report(1);
        QVERIFY(bench.collector->flushed() < generation);
        bench.collector->turn();
        QVERIFY(bench.collector->flushed() >= generation);
        QVERIFY(bench.report(1) <= bench.collector->flushed()); // again: answered at once
    }
    void remembersOverARestartWhatItAcknowledged() {
        Bench bench;
        std::ignore = bench.report(1, 5);
        std::ignore = bench.report(2, 5);
        bench.collector->turn();
        std::ignore = bench.report(3, 5); // not on disk: the proxy was not told
        bench.open();
        for (const std::uint64_t sequence : {1, 2, 3})
            std::ignore = bench.report(sequence, 5);
        bench.pass(2s);
        // Two of them lie in history, in the bucket that ends before the memory begins.
        bench.pass(10s);
        QCOMPARE(bench.requests(), 15U);
    }
    void putsLateReportsWhereTheyBelong() {
        Bench bench;
        bench.pass(100s);
        std::ignore = bench.reportAt(bench.clock.wallNow() - 70s, 1, 8);
        std::ignore = bench.reportAt(bench.clock.wallNow() - 5s, 2, 2);
        bench.pass(2s);
        QCOMPARE(bench.requests(60), 2U);
        QCOMPARE(bench.requests(90), 10U);
    }
    void replacesALabelThatCannotBeTrue() {
        Bench bench;
        std::ignore = bench.reportAt(bench.clock.wallNow() + 1h, 1, 1);
        std::ignore = bench.reportAt(WallTime(), 2, 1);
        bench.pass(2s);
        QCOMPARE(bench.requests(), 2U);
    }
    void aGapIsNoZero() {
        Bench bench;
        std::uint64_t sequence = 0;
        for (int second = 0; second < 30; ++second) {
            if (second < 10 || second >= 20)
                std::ignore = bench.report(++sequence);
            bench.pass(1s);
        }
        bench.pass(1s);
        QCOMPARE(bench.window(60).covered_seconds(), 20U);
        v1::QueryEdgeSeriesRequest request;
        request.mutable_start()->set_seconds(bench.collector->publishedUntil() - 40);
        request.mutable_end()->set_seconds(bench.collector->publishedUntil());
        request.set_step_seconds(1);
        QCOMPARE(EdgeQueries(*bench.collector).series(request).value().points_size(), 20);
    }
    void seriesSumsOnlyWhatIsSelected();
    void hoursAgoAreStepsOfTenSeconds();
    void watchersSeeEachSecondOnce();
    void whoReportedJustBeforeIsAwaited() {
        Bench bench;
        bench.pass(5s);
        bench.report(1, 1, "payments-1");
        bench.report(1, 1, "payments-2");
        bench.clock.advance(600ms);
        bench.collector->turn();
        QCOMPARE(bench.requests(), 2U);
        const Second before = bench.collector->publishedUntil();
        bench.clock.advance(400ms);
        bench.report(2, 1, "payments-1"); // and the other one not yet
        bench.clock.advance(600ms);
        bench.collector->turn();
        QCOMPARE(bench.collector->publishedUntil(), before);
        bench.reportAt(bench.clock.wallNow() - 600ms, 2, 1, "payments-2");
        bench.collector->turn();
        QCOMPARE(bench.collector->publishedUntil(), before + 1);
        QCOMPARE(bench.requests(), 4U);
    }
    void whoIsSilentHoldsUpNobodyForLong() {
        Bench bench;
        bench.pass(5s);
        bench.report(1, 1, "payments-2");
        for (std::uint64_t second = 1; second <= 5; ++second) {
            bench.report(second, 1, "payments-1");
            bench.clock.advance(600ms);
            bench.collector->turn();
            const auto behind = bench.clock.wallNow().time_since_epoch()
                                - std::chrono::seconds(bench.collector->publishedUntil());
            QVERIFY(behind <= (second <= 3 ? 1600ms : 600ms));
            bench.clock.advance(400ms);
        }
    }
    void windowsEndWhenOneAsks() {
        Bench bench;
        for (std::uint64_t second = 1; second <= 10; ++second) {
            std::ignore = bench.report(second, second);
            bench.pass(1s);
        }
        v1::QueryEdgesRequest request;
        request.set_window_seconds(2);
        request.mutable_end()->set_seconds(bench.collector->publishedUntil() - 5);
        const auto past = EdgeQueries(*bench.collector).sum(request).value();
        QCOMPARE(past.end().seconds(), request.end().seconds());
        QCOMPARE(past.edges(0).requests(), bench.requests(7) - bench.requests(5));
        request.mutable_end()->set_seconds(bench.collector->publishedUntil() + 5);
        QCOMPARE(EdgeQueries(*bench.collector).sum(request).value().end().seconds(),
                 bench.collector->publishedUntil());
    }
    void memoryIsBounded() {
        ReportRing ring;
        const auto edges = std::make_shared<const std::string>(std::string(1U << 20U, 'x'));
        for (Second second = 0; second < 96; ++second)
            ring.add(second, "payments-1", edges);
        std::ignore = ring.publish(96);
        QCOMPARE(ring.range(0, 96).size(), ReportRing::kMaxBytes >> 20U);
        QCOMPARE(ring.completeFrom(), Second(96 - (ReportRing::kMaxBytes >> 20U)));
    }
    void memoryDoesNotGrowAfterFiveMinutes();
    void aFullDiskStopsAcknowledgementsNotFigures();
    void refusesWindowsThatAreTooLong() {
        const Bench bench;
        v1::QueryEdgesRequest request;
        request.set_window_seconds(1'000'000);
        const auto answer = EdgeQueries(*bench.collector).sum(request);
        QVERIFY(!answer);
        QVERIFY(answer.error().message().starts_with("window_seconds: found 1000000"));
    }
};

void TestCollect::seriesSumsOnlyWhatIsSelected() {
    Bench bench;
    v1::TelemetryReport report;
    report.set_sequence(1);
    setTime(*report.mutable_end(), bench.clock.wallNow());
    *report.add_edges() = sampleOf("payments", 3);
    *report.add_edges() = sampleOf("payments", 4);
    *report.add_edges() = sampleOf("cards", 50);
    std::ignore = bench.collector->record(report);
    bench.pass(2s);
    v1::QueryEdgeSeriesRequest request;
    request.mutable_select()->set_source_workload("payments");
    request.mutable_start()->set_seconds(bench.collector->publishedUntil() - 30);
    request.mutable_end()->set_seconds(bench.collector->publishedUntil());
    request.set_step_seconds(30);
    const auto series = EdgeQueries(*bench.collector).series(request).value();
    QCOMPARE(series.points_size(), 1);
    QCOMPARE(series.points(0).sum().requests(), 7U);
    QCOMPARE(series.points(0).sum().latency().counts(0), 7U);
    QCOMPARE(series.points(0).sum().key().destination_service(), std::string());
}

void TestCollect::hoursAgoAreStepsOfTenSeconds() {
    Bench bench;
    // A step counts where it starts.
    const Second start = floorTo(bench.collector->publishedUntil(), 10);
    std::uint64_t sequence = 0;
    for (int second = 0; second < 600; ++second) {
        std::ignore = bench.report(++sequence);
        bench.pass(1s);
    }
    const auto series = [&] {
        v1::QueryEdgeSeriesRequest request;
        request.mutable_start()->set_seconds(start);
        request.mutable_end()->set_seconds(start + 610);
        request.set_step_seconds(1);
        return EdgeQueries(*bench.collector).series(request).value();
    };
    const auto check = [&](int points, int apart) {
        const auto answer = series();
        std::uint64_t sum = 0;
        std::uint64_t covered = 0;
        for (const auto& point : answer.points()) {
            sum += point.sum().requests();
            covered += point.covered_seconds();
        }
        QCOMPARE(sum, std::uint64_t(600));
        QCOMPARE(covered, std::uint64_t(600));
        QCOMPARE(answer.points_size(), points);
        QCOMPARE(answer.points(2).end().seconds() - answer.points(1).end().seconds(), apart);
    };
    bench.pass(2s);
    check(600, 1);
    bench.pass(2h);
    check(61, 10); // the first second is in a step with nothing else
}

void TestCollect::watchersSeeEachSecondOnce() {
    Bench bench;
    const EdgeQueries queries(*bench.collector);
    std::uint64_t sequence = 0;
    const auto live = [&](int seconds) {
        for (int second = 0; second < seconds; ++second) {
            std::ignore = bench.report(++sequence);
            bench.pass(1s);
        }
    };
    live(20);
    auto cursor = queries.follow(60);
    // One that is late for a second that the backlog has shown already.
    std::ignore = bench.reportAt(bench.clock.wallNow() - 10s, ++sequence, 1);
    live(10);
    bench.pass(1s);
    std::uint64_t seen = 0;
    v1::EdgeTick tick;
    for (; queries.next(cursor, tick); tick.Clear())
        for (const auto& edge : tick.edges())
            seen += edge.requests();
    QCOMPARE(seen, sequence);
}

void TestCollect::memoryDoesNotGrowAfterFiveMinutes() {
    Bench bench;
    const auto resident = [] {
        QFile statm("/proc/self/statm");
        return statm.open(QIODevice::ReadOnly)
                   ? statm.readAll().split(' ').at(1).toLongLong() * 4096
                   : 0;
    };
    // The traffic of a busy cluster: ten proxies, each with fifteen series a second.
    const auto minutes = [&](int count, std::uint64_t first) {
        for (int second = 0; second < count * 60; ++second) {
            for (int proxy = 0; proxy < 10; ++proxy) {
                v1::TelemetryReport report;
                report.mutable_proxy()->set_instance("payments-" + std::to_string(proxy));
                report.set_sequence(first + second);
                setTime(*report.mutable_end(), bench.clock.wallNow());
                for (int series = 0; series < 15; ++series) {
                    v1::EdgeSample& sample = *report.add_edges();
                    sample = sampleOf("payments-" + std::to_string(series), 2);
                    for (int leg = 1; leg <= 7; ++leg) {
                        v1::LegHistogram& time = *sample.add_legs();
                        time.set_leg(static_cast<v1::Leg>(leg));
                        *time.mutable_time() = sample.latency();
                    }
                }
                std::ignore = bench.collector->record(report);
            }
            bench.pass(1s);
        }
    };
    minutes(6, 1);
    const qint64 before = resident();
    minutes(6, 1000);
    const qint64 grown = resident() - before;
    QVERIFY2(kInstrumented || grown < 2 << 20, qPrintable(QString("grew by %1 bytes").arg(grown)));
    QCOMPARE(bench.requests(60), 60U * 10 * 15 * 2);
}

void TestCollect::aFullDiskStopsAcknowledgementsNotFigures() {
    Bench bench;
    bench.pass(1s);
    Collector::Generation generation = 0;
    {
        const FullDisk full;
        generation = bench.report(1, 4);
        bench.pass(3s);
        QVERIFY(bench.collector->flushed() < generation);
        QCOMPARE(bench.requests(), 4U);
        QCOMPARE(bench.events.newest().back().kind, std::string("telemetry.degraded"));
    }
    bench.pass(1s);
    QVERIFY(bench.collector->flushed() >= generation);
    QCOMPARE(bench.events.newest().back().kind, std::string("telemetry.recovered"));
    bench.open();
    bench.pass(10s);
    QCOMPARE(bench.requests(), 4U);
}

QTEST_APPLESS_MAIN(TestCollect)
#include "tst_collect.moc"
