// SPDX-License-Identifier: Apache-2.0
// What proxies tell of single requests, on disk: each once, by the hour and by the day, within
// bounds.
#include "control/recording/flight_recorder.h"
#include "control/wire_time.h"
#include "convert/convert.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>

#include <csignal>
#include <random>
#include <unistd.h>

using namespace causeway;
using namespace causeway::control;

namespace {

constexpr Second kStart = 1'800'000'000; // an hour begins 0 s, a day 28,800 s before
constexpr Second kHour = RecordingFile::kHour;
constexpr Second kDay = RecordingFile::kDay;

recording::Sample sampleOf(const std::string& path, Second last, std::uint64_t count = 1) {
    recording::Sample sample;
    sample.service = "ledger.bank.svc.aws.mesh";
    sample.port = 80;
    sample.identity = "spiffe://talk.mesh/cluster/aws/ns/shop/sa/web";
    sample.network = IpAddress::v4(10, 1, 0, 7);
    sample.host = "ledger.bank.svc.aws.mesh:80";
    sample.method = "GET";
    sample.path = path;
    sample.verdict = recording::Verdict::Allowed;
    sample.firstSeen = last - 10;
    sample.lastSeen = last;
    sample.count = count;
    return sample;
}

v1::TelemetryReport reportOf(std::uint64_t sequence, const std::vector<recording::Sample>& samples,
                             std::uint64_t givenUp = 0) {
    v1::TelemetryReport report;
    report.mutable_proxy()->set_namespace_("bank");
    report.mutable_proxy()->set_instance("ledger-1");
    report.mutable_proxy()->set_epoch(7);
    report.set_sequence(sequence);
    report.set_requests_given_up(givenUp);
    for (const auto& sample : samples)
        *report.add_requests() = convert::toProto(sample);
    return report;
}

struct Stretch {
    recording::Span span;
    std::vector<recording::Sample> samples;
};

template <typename Open> Stretch readAll(Open reader) {
    Stretch stretch;
    if (!reader)
        qFatal("%s", reader.error().describe().c_str());
    stretch.span = reader->span();
    for (;;) {
        auto part = reader->next(7);
        if (!part)
            qFatal("%s", part.error().describe().c_str());
        if (part->empty())
            break;
        std::ranges::move(*part, std::back_inserter(stretch.samples));
    }
    std::ranges::sort(stretch.samples, {}, &recording::Sample::path);
    return stretch;
}

class Bench {
public:
    Bench() {
        at(kStart);
        open();
    }
    void open() {
        recorder.reset();
        recorder = FlightRecorder::open(path(), clock, events).value();
    }
    void at(Second second) { clock.setWall(WallTime(std::chrono::seconds(second))); }
    [[nodiscard]] std::string path() const { return folder.filePath("recording.db").toStdString(); }
    [[nodiscard]] Stretch read(Second from, Second to = 0, const std::string& ns = "") const {
        return readAll(recorder->read({from, to, ns}));
    }

    QTemporaryDir folder;
    ManualClock clock;
    EventLog events{clock};
    std::unique_ptr<FlightRecorder> recorder;
};

// A file with bounds of the test's own.
class Store {
public:
    explicit Store(RecordingFile::Limits limits)
        : file(RecordingFile::open(path(), limits, kStart).value()) {}
    [[nodiscard]] std::string path() const { return folder.filePath("r.db").toStdString(); }
    void append(std::vector<recording::Sample> samples, Second now) {
        RecordingFile::Batch batch;
        batch.requests = std::move(samples);
        const auto done = file.append(batch, now);
        QVERIFY2(done, done ? "" : done.error().describe().c_str());
    }
    [[nodiscard]] Stretch read(Second from, Second to) const {
        return readAll(RecordingReader::open(path(), {from, to, ""}));
    }

    QTemporaryDir folder;
    RecordingFile file;
};

} // namespace

class TestFlightRecorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tuplesAreKeptOnceWithCountAndTimes() {
        Bench bench;
        bench.at(kStart + 100);
        bench.recorder->record(
            reportOf(1, {sampleOf("/a", kStart + 50, 3), sampleOf("/b", kStart + 50)}));
        bench.recorder->record(reportOf(2, {sampleOf("/a", kStart + 60, 4)}));
        bench.recorder->flush();
        const auto stretch = bench.read(kStart);
        QCOMPARE(stretch.samples.size(), std::size_t(2));
        auto expected = sampleOf("/a", kStart + 60, 7);
        expected.firstSeen = kStart + 40;
        expected.workload = "bank/ledger-1";
        QVERIFY(stretch.samples[0] == expected);
        QCOMPARE(stretch.span.from, kStart);
        QCOMPARE(stretch.span.to, kStart + 101);
        QCOMPARE(stretch.span.givenUp, std::uint64_t(0));
        QVERIFY(bench.read(kStart, 0, "bank").samples.size() == 2);
        QVERIFY(bench.read(kStart, 0, "ban").samples.empty());
        QVERIFY(bench.read(kStart + 61).samples.empty());
        QVERIFY(!bench.recorder->read({9, 5, ""}));
    }
    void aReportThatComesAgainIsCountedOnce() {
        Bench bench;
        const auto report = reportOf(5, {sampleOf("/a", kStart)}, 2);
        bench.recorder->record(report);
        bench.recorder->record(report);
        bench.recorder->flush();
        bench.open(); // a new process knows what the old one heard
        bench.recorder->record(report);
        bench.recorder->record(reportOf(6, {sampleOf("/a", kStart)}, 1));
        bench.recorder->flush();
        const auto stretch = bench.read(0);
        QCOMPARE(stretch.samples.at(0).count, std::uint64_t(2));
        QCOMPARE(stretch.span.givenUp, std::uint64_t(3));
        QCOMPARE(stretch.span.from, kStart); // nothing is known of before
    }
    void whatWasFlushedSurvivesAKill() {
        QTemporaryDir folder;
        const auto path = folder.filePath("recording.db").toStdString();
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ManualClock clock;
            clock.setWall(WallTime(std::chrono::seconds(kStart)));
            EventLog events(clock);
            auto recorder = FlightRecorder::open(path, clock, events).value();
            recorder->record(reportOf(1, {sampleOf("/kept", kStart, 9)}));
            recorder->flush();
            recorder->record(reportOf(2, {sampleOf("/lost", kStart)})); // its proxy was not told
            (void)!::write(pipe[1], "x", 1);
            ::pause();
        }
        char byte = 0;
        QCOMPARE(::read(pipe[0], &byte, 1), ssize_t(1));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto stretch = readAll(RecordingReader::open(path, {0, kStart + 1, ""}));
        QCOMPARE(stretch.samples.size(), std::size_t(1));
        QCOMPARE(stretch.samples[0].count, std::uint64_t(9));
    }
    void hoursBecomeDays() {
        Store store({});
        std::uint64_t sum = 0;
        for (Second hour = 0; hour < 30; ++hour, ++sum)
            store.append({sampleOf("/a", kStart + hour * kHour + 100)},
                         kStart + hour * kHour + 200);
        const Second later = kStart + 4 * kDay;
        const auto before = store.read(kStart, later);
        for (int i = 0; i < 40; ++i)
            QVERIFY(store.file.tidy(later));
        const auto after = store.read(kStart, later);
        QCOMPARE(after.samples.size(), std::size_t(1));
        QVERIFY(after.samples == before.samples);
        QCOMPARE(after.samples[0].count, sum);
        QCOMPARE(after.samples[0].firstSeen, kStart + 90);
        QCOMPARE(after.samples[0].lastSeen, kStart + 29 * kHour + 100);
        // Two days are touched; each is one bucket now.
        QCOMPARE(store.read(kStart, kStart + 10).samples.size(), std::size_t(0));
        QVERIFY(store.read(kStart + 20 * kHour, kStart + 22 * kHour).samples.at(0).count > 2);
    }
    void whatIsOldIsDropped() {
        Store store({.seconds = 3 * kDay});
        store.append({sampleOf("/old", kStart)}, kStart);
        store.append({sampleOf("/new", kStart + 4 * kDay)}, kStart + 4 * kDay);
        const auto dropped = store.file.tidy(kStart + 4 * kDay);
        QVERIFY(dropped && dropped->tuples == 0); // by age: nobody is told
        const auto stretch = store.read(0, kStart + 5 * kDay);
        QCOMPARE(stretch.samples.size(), std::size_t(1));
        QVERIFY(stretch.span.from > kStart + kDay);
    }
    void strangersWhoTryEveryPathAreBounded() {
        Store store({.pathsAnHour = 50});
        std::vector<recording::Sample> scan;
        for (int i = 0; i < 500; ++i)
            scan.push_back(sampleOf("/try/" + std::to_string(i), kStart, 2));
        store.append(scan, kStart);
        auto stretch = store.read(0, kStart + 1);
        QCOMPARE(stretch.samples.size(), std::size_t(50));
        QCOMPARE(stretch.span.givenUp, std::uint64_t(900));
        store.append({scan.front()}, kStart); // known ones still count
        for (auto& sample : scan)
            sample.lastSeen += kHour;
        store.append(scan, kStart + kHour); // a new hour has its own bound
        stretch = store.read(0, kStart + 2 * kHour);
        QCOMPARE(stretch.samples.size(), std::size_t(50));
        QCOMPARE(stretch.span.givenUp, std::uint64_t(1800));
    }
    // A cluster of the talk: 50 services with 160 proxies, each called by 15 instances of 5 callers
    // on 10 routes. Measures what a tuple takes, and that 30 days of them fit into a GiB.
    void thirtyDaysOfTheTalkFitIntoAGiB() {
        Store store({});
        constexpr int kProxies = 40; // of 160: the bytes of a tuple are the same
        std::int64_t tuples = 0;
        for (int hour = 0; hour < 3; ++hour) {
            std::vector<recording::Sample> samples;
            for (int proxy = 0; proxy < kProxies; ++proxy)
                for (int caller = 0; caller < 15; ++caller)
                    for (int route = 0; route < 10; ++route) {
                        auto sample = sampleOf("/api/v1/things-" + std::to_string(route) + "/11111",
                                               kStart + hour * kHour + proxy, 300);
                        const auto service = "service-" + std::to_string(proxy / 3);
                        sample.service = service + ".bank.svc.aws.mesh";
                        sample.host = sample.service + ":80";
                        sample.workload = "bank/" + service + "-" + std::to_string(proxy);
                        sample.identity += "-" + std::to_string(proxy / 3 + caller / 3);
                        sample.network =
                            IpAddress::v4(10, 1, std::uint8_t(proxy), std::uint8_t(caller));
                        samples.push_back(std::move(sample));
                    }
            tuples += std::int64_t(samples.size());
            store.append(std::move(samples), kStart + hour * kHour);
        }
        const auto used = store.file.usedBytes().value();
        const double each = double(used) / double(tuples);
        constexpr double kADay = 160 * 15 * 10;
        const double month =
            each * (kADay * 48 + kADay * 28); // two days by the hour, 28 by the day
        qInfo("%.1f bytes a tuple; 30 days of a cluster of the talk: %.0f MiB", each,
              month / (1 << 20));
        QVERIFY2(each < 100, QByteArray::number(each));
        QVERIFY2(month < double(1 << 30), QByteArray::number(month));
    }
    void theBoundInBytesHoldsAndIsTold() {
        Store store({.bytes = 1 << 20});
        std::mt19937 random(1);
        std::int64_t dropped = 0;
        for (Second hour = 0; hour < 60; ++hour) {
            std::vector<recording::Sample> samples;
            for (int i = 0; i < 900; ++i)
                samples.push_back(
                    sampleOf("/p/" + std::to_string(random() % 5000), kStart + hour * kHour));
            store.append(std::move(samples), kStart + hour * kHour);
            dropped += store.file.tidy(kStart + hour * kHour).value().tuples;
            QVERIFY(store.file.usedBytes().value() <= 1 << 20);
        }
        QVERIFY(dropped > 0);
        QFile onDisk(QString::fromStdString(store.path()));
        QVERIFY(QFileInfo(onDisk).size() < 4 << 20);
        const auto stretch = store.read(0, kStart + 100 * kHour);
        QVERIFY(stretch.span.from > kStart);
        QVERIFY(!stretch.samples.empty());
    }
    void wrongClocksOfProxiesAreNotBelieved() {
        Bench bench;
        bench.recorder->record(
            reportOf(1, {sampleOf("/a", kStart + 10 * kDay), sampleOf("/b", kStart - 10 * kDay)}));
        bench.recorder->flush();
        const auto stretch = bench.read(0);
        QCOMPARE(stretch.samples[0].lastSeen, kStart);
        QCOMPARE(stretch.samples[1].lastSeen, kStart);
    }
};

QTEST_APPLESS_MAIN(TestFlightRecorder)
#include "tst_flight_recorder.moc"
