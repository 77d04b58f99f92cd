// SPDX-License-Identifier: Apache-2.0
// Telemetry on disk when something breaks: a crash between two steps, a damaged byte, a file cut
// short or gone, a damaged database, a full disk. What is lost is named and a gap, the rest is
// exact.
#include "mesh-core/control/history_bench.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <unistd.h>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

constexpr Second kStart = HistoryBench::kStart;
constexpr std::array<Second, 3> kSteps{1, 10, 60};

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

void changeByte(const std::string& path, qint64 at) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(at);
    char byte = 0;
    file.getChar(&byte);
    file.seek(at);
    file.putChar(static_cast<char>(byte ^ 0x55));
}

} // namespace

class TestHistoryDamage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCrashAnywhereLosesNothing_data();
    void aCrashAnywhereLosesNothing();
    void aDamagedChunkIsAGapAndNamed();
    void aFileCutShortOrGoneIsAGapAndNamed();
    void aDamagedFileStaysOutOfMerges();
    void aDamagedDatabaseIsSetAside();
    void aFullDiskOnlyDelays();
};

void TestHistoryDamage::aCrashAnywhereLosesNothing_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("nth");
    for (int nth = 1; nth <= 4; ++nth) {
        QTest::addRow("written %d", nth) << int(CompactionStep::Written) << nth;
        QTest::addRow("committed %d", nth) << int(CompactionStep::Committed) << nth;
    }
}

void TestHistoryDamage::aCrashAnywhereLosesNothing() {
    QFETCH(const int, step);
    QFETCH(const int, nth);
    HistoryBench bench;
    bench.collector.reset();
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        int left = nth;
        g_onCompactionStep = [&](CompactionStep reached) {
            if (int(reached) == step && --left == 0)
                ::_exit(7);
        };
        bench.open();
        bench.live(150);
        bench.pass(4200); // minutes, and the merge of an hour
        ::_exit(1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(WEXITSTATUS(status), 7);
    bench.clock.advance(4400s);
    bench.open();
    const auto check = [&] {
        for (const Second each : kSteps) {
            const auto sum = bench.all(each);
            QCOMPARE(sum.requests, sum.covered);
            QVERIFY(sum.requests >= 90); // the first minute is moved in the 91st second
        }
        QCOMPARE(bench.all(1).requests, bench.all(60).requests);
        QCOMPARE(bench.all(10).requests, bench.all(60).requests);
    };
    check();
    const auto before = bench.all(10);
    bench.pass(100);
    check();
    QCOMPARE(bench.all(10).requests, before.requests);
    for (const auto& file : bench.files(""))
        QVERIFY2(!file.ends_with(".new"), file.c_str());
}

void TestHistoryDamage::aDamagedChunkIsAGapAndNamed() {
    HistoryBench bench;
    bench.live(180);
    bench.pass(100);
    const auto files = bench.files("1s");
    QVERIFY(files.size() >= 3);
    changeByte(files[1], 3); // in the first chunk
    const auto sum = bench.all(1);
    QVERIFY2(sum.requests < 180 && sum.requests >= 119, qPrintable(QString::number(sum.requests)));
    QCOMPARE(sum.covered, sum.requests);
    QCOMPARE(bench.all(10).requests, std::uint64_t(180));
    QCOMPARE(bench.told("telemetry.damaged"), 1);
    std::ignore = bench.all(1);
    QCOMPARE(bench.told("telemetry.damaged"), 1); // told once
    const auto message = bench.events.newest().back().message;
    QVERIFY2(message.find(files[1] + ": damaged at byte 0") != std::string::npos, message.c_str());
}

void TestHistoryDamage::aFileCutShortOrGoneIsAGapAndNamed() {
    HistoryBench bench;
    bench.live(240);
    bench.pass(100);
    const auto files = bench.files("1s");
    QVERIFY(files.size() >= 4);
    QVERIFY(QFile::resize(QString::fromStdString(files[1]), 100));
    QVERIFY(QFile::remove(QString::fromStdString(files[2])));
    const auto sum = bench.all(1);
    QCOMPARE(sum.requests, std::uint64_t(120));
    QCOMPARE(sum.covered, std::uint64_t(120));
    QCOMPARE(bench.told("telemetry.damaged"), 2);
    QCOMPARE(bench.all(60).requests, std::uint64_t(240));
}

void TestHistoryDamage::aDamagedFileStaysOutOfMerges() {
    HistoryBench bench;
    bench.live(300);
    bench.pass(100);
    const auto files = bench.files("10s");
    QVERIFY(files.size() >= 5);
    changeByte(files[2], 3);
    bench.pass(4200);
    const auto left = bench.files("10s");
    QCOMPARE(left.size(), std::size_t(2)); // the hour, and what cannot be read
    QVERIFY(std::ranges::count(left, files[2]) == 1);
    const auto sum = bench.sum(kStart - 60, kStart + 3600, 10);
    QCOMPARE(sum.requests, std::uint64_t(240));
    QCOMPARE(sum.covered, std::uint64_t(240));
    QCOMPARE(bench.sum(kStart - 60, kStart + 3600, 60).requests, std::uint64_t(300));
}

void TestHistoryDamage::aDamagedDatabaseIsSetAside() {
    HistoryBench bench;
    bench.live(300);
    bench.collector.reset();
    changeByte(bench.file(), 20); // the head
    QFile(QString::fromStdString(bench.file())).resize(3000);
    bench.open();
    QCOMPARE(bench.told("telemetry.set-aside"), 1);
    const auto aside = QDir(bench.folder.path()).entryList({"telemetry.db.damaged-*"});
    QVERIFY(!aside.isEmpty());
    // The files' minutes are there, the last ones are a gap.
    const auto sum = bench.all(60);
    QVERIFY2(sum.requests >= 160 && sum.requests < 300, qPrintable(QString::number(sum.requests)));
    QCOMPARE(sum.covered, sum.requests);
    QCOMPARE(bench.all(1).requests, sum.requests);
    bench.live(200); // and it goes on
    bench.pass(100);
    QCOMPARE(bench.all(1).requests, sum.requests + 200);
    QCOMPARE(bench.all(60).requests, sum.requests + 200);
    bench.open();
    QCOMPARE(bench.told("telemetry.set-aside"), 1);
    QCOMPARE(bench.all(60).requests, sum.requests + 200);
}

void TestHistoryDamage::aFullDiskOnlyDelays() {
    HistoryBench bench;
    bench.live(85);
    {
        const FullDisk full;
        bench.live(20);
        QCOMPARE(bench.files("").size(), std::size_t(0));
        QCOMPARE(bench.sum(kStart - 60, kStart + 200, 1).requests, std::uint64_t(105));
        QVERIFY(bench.told("telemetry.degraded") > 0);
    }
    bench.live(20);
    bench.pass(100);
    QVERIFY(!bench.files("1s").empty());
    for (const Second step : kSteps) {
        QCOMPARE(bench.all(step).requests, std::uint64_t(125));
        QCOMPARE(bench.all(step).covered, std::uint64_t(125));
    }
}

QTEST_APPLESS_MAIN(TestHistoryDamage)
#include "tst_history_damage.moc"
