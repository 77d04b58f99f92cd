// SPDX-License-Identifier: Apache-2.0
// kill -9 at any moment loses no report that was acknowledged and counts none twice: a child tells
// a collector of a second after the other, its clock runs so fast that minutes and hours move to
// files meanwhile, and it says each acknowledgement on a pipe until it is killed. 60 times, or as
// often as CAUSEWAY_KILLS says.
#include "mesh-core/control/history_bench.h"

#include <QTest>

#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <random>
#include <unistd.h>

using namespace causeway;
using namespace causeway::control;

namespace {

constexpr Second kStart = HistoryBench::kStart;
constexpr int kLongestLife = 150'000; // microseconds after the first acknowledgement

v1::TelemetryReport reportOf(std::uint64_t sequence, WallTime end) {
    v1::TelemetryReport report;
    report.mutable_proxy()->set_instance("payments-1");
    report.set_sequence(sequence);
    setTime(*report.mutable_end(), end);
    v1::EdgeSample& sample = *report.add_edges();
    sample.set_source_workload("payments");
    sample.set_requests(sequence % 10 + 1);
    return report;
}

std::uint64_t requestsUntil(std::uint64_t sequence) {
    std::uint64_t sum = 0;
    for (std::uint64_t each = 1; each <= sequence; ++each)
        sum += each % 10 + 1;
    return sum;
}

// The child. Each report ends with the second of its number, and those before it are told again.
[[noreturn]] void tellForEver(const std::string& path, std::uint64_t acknowledged, int pipe) {
    ManualClock clock;
    EventLog events(clock);
    const auto at = [](std::uint64_t sequence) {
        return WallTime(std::chrono::seconds(kStart + static_cast<Second>(sequence)));
    };
    clock.setWall(at(acknowledged));
    const auto collector = Collector::open(path, clock, events);
    for (std::uint64_t number = acknowledged + 1; collector; ++number) {
        clock.advance(std::chrono::seconds(1));
        for (std::uint64_t each = number > 3 ? number - 3 : 1; each <= number; ++each)
            std::ignore = (*collector)->record(reportOf(each, at(each)));
        const auto generation = (*collector)->record(reportOf(number, at(number)));
        (*collector)->turn();
        if ((*collector)->flushed() < generation
            || ::write(pipe, &number, sizeof number) != sizeof number)
            break;
    }
    ::_exit(1);
}

} // namespace

class TestHistoryKills : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothingThatWasAcknowledged();

private:
    // Returns what was acknowledged last, `before` if nothing was.
    static std::uint64_t tellAndKill(const std::string& path, std::uint64_t before,
                                     int microseconds);
};

std::uint64_t TestHistoryKills::tellAndKill(const std::string& path, std::uint64_t before,
                                            int microseconds) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        qFatal("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        tellForEver(path, before, pipe[1]);
    }
    ::close(pipe[1]);
    std::uint64_t acknowledged = before;
    std::ignore = ::read(pipe[0], &acknowledged, sizeof acknowledged);
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    std::uint64_t number = 0;
    while (::read(pipe[0], &number, sizeof number) == sizeof number)
        acknowledged = number;
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status))
        qFatal("the writer failed");
    return acknowledged;
}

void TestHistoryKills::losesNothingThatWasAcknowledged() {
    const int kills = qEnvironmentVariableIsSet("CAUSEWAY_KILLS")
                          ? qEnvironmentVariableIntValue("CAUSEWAY_KILLS")
                          : 60;
    const QTemporaryDir folder(HistoryBench::folderTemplate());
    const std::string path = folder.filePath("telemetry.db").toStdString();
    std::mt19937 random{1}; // the moments differ all the same: the machine sees to that
    std::uniform_int_distribution<int> life(0, kLongestLife);
    std::uint64_t acknowledged = 0;
    for (int kill = 1; kill <= kills; ++kill) {
        acknowledged = tellAndKill(path, acknowledged, life(random));
        ManualClock clock;
        clock.setWall(
            WallTime(std::chrono::seconds(kStart + static_cast<Second>(acknowledged) + 5)));
        EventLog events(clock);
        auto collector = Collector::open(path, clock, events);
        QVERIFY2(collector, collector ? "" : collector.error().describe().c_str());
        (*collector)->turn();
        for (const Second step : {Second(1), Second(10), Second(60)}) {
            const auto steps =
                (*collector)
                    ->ask({.from = kStart - 60, .to = kStart + 1'000'020, .step = step})
                    .value();
            std::uint64_t requests = 0;
            std::uint64_t covered = 0;
            for (const SumStep& each : steps) {
                covered += each.coveredSeconds;
                for (const auto& [labels, counts] : each.series)
                    requests += counts.number(Number::Requests);
            }
            // One more may have been counted, and the acknowledgement not been written.
            QVERIFY2(covered == acknowledged || covered == acknowledged + 1,
                     qPrintable(QStringLiteral("kill %1, by %2 s: %3 seconds, %4 acknowledged")
                                    .arg(kill)
                                    .arg(step)
                                    .arg(covered)
                                    .arg(acknowledged)));
            QCOMPARE(requests, requestsUntil(covered));
        }
        QCOMPARE(events.newest().size(), std::size_t(0));
    }
    qInfo("%d kills, %llu seconds told", kills, static_cast<unsigned long long>(acknowledged));
    QVERIFY(acknowledged > static_cast<std::uint64_t>(kills));
}

QTEST_APPLESS_MAIN(TestHistoryKills)
#include "tst_history_kills.moc"
