// SPDX-License-Identifier: Apache-2.0
// Telemetry on disk: every resolution adds up to what was told, gaps stay gaps, and what is old,
// late or too much is said and costs nothing else.
#include "causeway/v1/admin.pb.h"
#include "mesh-core/control/history_bench.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>
#include <random>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

constexpr Second kStart = HistoryBench::kStart;
constexpr std::array<Second, 3> kSteps{1, 10, 60};

// A version 1 telemetry.db as it was written before there were files.
void makeVersion1(const std::string& path) {
    const auto database = Database::open(path, Durability::EveryCommit).value();
    QVERIFY(database.execute(
        "CREATE TABLE samples(id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, second INTEGER, "
        "covered INTEGER NOT NULL, edges BLOB NOT NULL);"
        "CREATE INDEX samples_by_bucket ON samples(bucket);"
        "CREATE TABLE counted(proxy TEXT NOT NULL, epoch INTEGER NOT NULL, floor INTEGER NOT "
        "NULL, above TEXT NOT NULL, last_report INTEGER NOT NULL, PRIMARY KEY(proxy, epoch)) "
        "WITHOUT ROWID;"
        "INSERT INTO counted VALUES('bank/payments-1', 7, 40, '42,43', 0);"
        "PRAGMA user_version = 1;"));
    auto insert =
        database
            .prepare("INSERT INTO samples(bucket, second, covered, edges) VALUES(?1, ?2, ?3, ?4)")
            .value();
    const auto add = [&](Second bucket, std::optional<Second> second, int covered,
                         std::uint64_t requests) {
        v1::EdgeTick tick;
        v1::EdgeSample& sample = *tick.add_edges();
        sample.mutable_key()->set_vantage(v1::VANTAGE_CALLER);
        sample.set_source_workload("payments");
        sample.set_requests(requests);
        insert.bind(1, bucket).bind(3, std::int64_t(covered));
        if (second)
            insert.bind(2, *second);
        else
            insert.bindNull(2);
        const auto bytes = tick.SerializeAsString();
        QVERIFY(insert.bind(4, bytesOf(bytes)).run());
    };
    for (Second bucket = kStart - 7200; bucket < kStart - 30; bucket += 10)
        add(bucket, std::nullopt, 10, 100);
    for (Second second = kStart - 30; second < kStart; ++second)
        add(floorTo(second, 10), second, 1, 3);
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyResolutionAddsUp();
    void aPlanTakesTheCoarsestThatFits();
    void gapsStayGaps();
    void lateAndRepeatedReportsCountOnce();
    void hoursAndDaysBecomeOneFile();
    void whatIsOldGoesByResolution();
    void theLimitWinsAndSaysSo();
    void clockJumpsLoseNothing_data();
    void clockJumpsLoseNothing();
    void whatVersion1KeptIsKept();
};

void TestHistory::everyResolutionAddsUp() {
    HistoryBench bench;
    std::mt19937 random(7);
    std::uint64_t requests = 0;
    std::array<std::uint64_t, 5> bySource{};
    for (Second second = 0; second < 4000; ++second) {
        for (std::size_t source = 0; source < bySource.size(); ++source) {
            if (random() % 3 == 0)
                continue;
            const std::uint64_t count = random() % 40;
            std::ignore = bench.report(static_cast<std::uint64_t>(second) + 1, count,
                                       bench.clock.wallNow(), "source-" + std::to_string(source));
            requests += count;
            bySource[source] += count;
        }
        bench.pass(1);
        if (second == 1234)
            bench.open();
    }
    bench.pass(2);
    const auto fine = bench.all(1);
    QCOMPARE(fine.requests, requests);
    QCOMPARE(fine.latencies, requests);
    QCOMPARE(fine.latencyUs, requests * 100);
    for (const Second step : kSteps) {
        auto sum = bench.all(step);
        QCOMPARE(sum.requests, requests);
        QCOMPARE(sum.latencies, requests);
        QCOMPARE(sum.covered, fine.covered);
    }
    for (std::size_t source = 0; source < bySource.size(); ++source)
        QCOMPARE(
            bench.sum(kStart - 60, kStart + 4800, 60, "source-" + std::to_string(source)).requests,
            bySource[source]);
    QCOMPARE(bench.sum(kStart - 60, kStart + 4800, 60, "nobody").requests, std::uint64_t(0));
    // A series that begins where no step does.
    QCOMPARE(bench.sum(kStart - 10, kStart + 4800, 7).requests, requests);
}

void TestHistory::aPlanTakesTheCoarsestThatFits() {
    const auto plan = [](Second from, Second to, Second step, std::array<Second, 3> kept = {}) {
        return planOf({.from = from, .to = to, .step = step}, kept);
    };
    using Plan = std::vector<Segment>;
    QCOMPARE(plan(0, 120, 60), (Plan{{0, 120, 60}}));
    QCOMPARE(plan(0, 120, 120), (Plan{{0, 120, 60}}));
    QCOMPARE(plan(0, 120, 20), (Plan{{0, 120, 10}}));
    QCOMPARE(plan(0, 120, 7), (Plan{{0, 120, 1}}));
    // One sum from the middle of a minute on.
    QCOMPARE(plan(30, 190, 1000), (Plan{{30, 60, 10}, {60, 180, 60}, {180, 190, 10}}));
    QCOMPARE(plan(35, 185, 1000), (Plan{{35, 60, 1}, {60, 180, 60}, {180, 185, 1}}));
    // What is no longer kept is answered by what is.
    QCOMPARE(plan(0, 180, 1, {60, 0, 0}), (Plan{{0, 60, 10}, {60, 180, 1}}));
    QCOMPARE(plan(0, 180, 1, {120, 60, 0}), (Plan{{0, 60, 60}, {60, 120, 10}, {120, 180, 1}}));
    QCOMPARE(plan(0, 180, 60, {0, 0, 60}), (Plan{{0, 60, 10}, {60, 180, 60}}));
}

void TestHistory::gapsStayGaps() {
    HistoryBench bench;
    bench.live(100);
    bench.pass(150);
    bench.live(100);
    bench.pass(200);
    for (const Second step : kSteps) {
        const auto sum = bench.all(step);
        QCOMPARE(sum.covered, std::uint64_t(200));
        QCOMPARE(sum.requests, std::uint64_t(200));
    }
    QCOMPARE(bench.all(1).points, std::size_t(200));
    QCOMPARE(bench.sum(kStart + 120, kStart + 240, 60).points, std::size_t(0));
}

void TestHistory::lateAndRepeatedReportsCountOnce() {
    HistoryBench bench;
    bench.live(600);
    const WallTime now = bench.clock.wallNow();
    for (const auto late : {5s, 90s, 400s, 599s})
        std::ignore = bench.report(++bench.sequence, 10, now - late);
    for (std::uint64_t again = bench.sequence - 50; again <= bench.sequence; ++again)
        std::ignore = bench.report(again, 1000);
    bench.pass(200);
    for (int opened = 0; opened < 2; ++opened) {
        for (const Second step : kSteps) {
            QCOMPARE(bench.all(step).requests, std::uint64_t(640));
            QCOMPARE(bench.all(step).covered, std::uint64_t(600));
        }
        // Where it belongs: in the second 399 before the last.
        QCOMPARE(bench.sum(kStart + 200, kStart + 201, 1).requests, std::uint64_t(11));
        bench.open();
    }
}

void TestHistory::hoursAndDaysBecomeOneFile() {
    HistoryBench bench;
    bench.live(120);
    bench.pass(3600);
    bench.live(120);
    bench.pass(400);
    QCOMPARE(bench.files("10s").size(), std::size_t(3)); // an hour, and two minutes of the next
    bench.pass(86'400);
    QCOMPARE(bench.files("1min").size(), std::size_t(1));
    QCOMPARE(bench.files("10s").size(), std::size_t(2));
    QCOMPARE(bench.files("1s").size(), std::size_t(0));
    QCOMPARE(bench.all(60).requests, std::uint64_t(240));
    QCOMPARE(bench.all(60).covered, std::uint64_t(240));
    QCOMPARE(bench.all(10).requests, std::uint64_t(240));
}

void TestHistory::whatIsOldGoesByResolution() {
    HistoryBench bench({.seconds = {120, 600, 1200}});
    bench.live(60);
    bench.pass(40);
    QCOMPARE(bench.all(1).points, std::size_t(60));
    bench.pass(200);
    QCOMPARE(bench.all(1).points, std::size_t(6));
    bench.pass(600);
    QCOMPARE(bench.all(1).points, std::size_t(1));
    QCOMPARE(bench.all(1).requests, std::uint64_t(60));
    bench.pass(600);
    QCOMPARE(bench.all(1).points, std::size_t(0));
    QCOMPARE(bench.files("").size(), std::size_t(0));
    QCOMPARE(bench.told("telemetry.full"), 0);
}

void TestHistory::theLimitWinsAndSaysSo() {
    HistoryBench bench({.bytes = 300 << 10});
    std::mt19937 random(3);
    std::uint64_t sequence = 0;
    for (int second = 0; second < 1200; ++second) {
        ++sequence;
        for (int source = 0; source < 20; ++source)
            std::ignore = bench.report(sequence, random() % 100'000, bench.clock.wallNow(),
                                       "source-" + std::to_string(source));
        bench.pass(1);
    }
    qint64 bytes = 0;
    for (const auto& file : bench.files(""))
        bytes += QFile(QString::fromStdString(file)).size();
    QVERIFY2(bytes < 300 << 10, qPrintable(QString::number(bytes)));
    QVERIFY(bench.told("telemetry.full") > 0);
    // Not the last minutes, and not all of the past.
    const Second now = kStart + 1200;
    QVERIFY(bench.sum(now - 60, now - 1, 1).covered >= 59);
    const auto everything = bench.all(1);
    QVERIFY(everything.covered > 120);
    for (const auto& event : bench.events.newest())
        if (event.kind == "telemetry.full")
            QVERIFY2(event.message.find("were given up") != std::string::npos,
                     event.message.c_str());
}

void TestHistory::clockJumpsLoseNothing_data() {
    QTest::addColumn<int>("seconds");
    for (const int seconds : {90, -90, 86'400, -86'400})
        QTest::addRow("%d s", seconds) << seconds;
}

void TestHistory::clockJumpsLoseNothing() {
    QFETCH(const int, seconds);
    HistoryBench bench;
    bench.live(200);
    bench.clock.setWall(bench.clock.wallNow() + std::chrono::seconds(seconds));
    bench.live(200);
    // What was told before is still known, and still there second by second.
    for (std::uint64_t again = bench.sequence - 100; again <= bench.sequence; ++again)
        std::ignore = bench.report(again, 1000);
    QCOMPARE(bench.all(1).requests, std::uint64_t(400));
    bench.clock.setWall(bench.clock.wallNow() - std::chrono::seconds(seconds));
    bench.live(200);
    bench.pass(120);
    QCOMPARE(bench.all(1).requests, std::uint64_t(600));
    QCOMPARE(bench.all(60).requests, std::uint64_t(600));
    QVERIFY(bench.told("clock.jumped") > 0);
    // Who watches sees seconds again soon after.
    QVERIFY(bench.collector->publishedUntil() > kStart + 600);
    QVERIFY(bench.collector->publishedUntil() < kStart + 800);
}

void TestHistory::whatVersion1KeptIsKept() {
    HistoryBench bench;
    bench.collector.reset();
    for (const char* suffix : {"", "-wal", "-shm"})
        QFile::remove(QString::fromStdString(bench.file() + suffix));
    makeVersion1(bench.file());
    bench.open();
    const std::uint64_t kept = (7200 - 30) / 10 * 100 + 30 * 3;
    const auto check = [&] {
        for (const Second step : {Second(10), Second(60)}) {
            const auto sum = bench.sum(kStart - 7200, kStart, step);
            QCOMPARE(sum.requests, kept);
            QCOMPARE(sum.covered, std::uint64_t(7200));
        }
        QCOMPARE(bench.sum(kStart - 7200, kStart, 1).requests, kept);
    };
    check();
    bench.pass(120);
    QVERIFY(!bench.files("10s").empty());
    check();
    // What was counted stays counted: 41 is open, the others are known.
    for (const std::uint64_t sequence : {39, 40, 41, 42, 43, 44})
        std::ignore = bench.report(sequence, 1);
    bench.pass(2);
    QCOMPARE(bench.sum(kStart, kStart + 300, 1).requests, std::uint64_t(2));
}

QTEST_APPLESS_MAIN(TestHistory)
#include "tst_history.moc"
