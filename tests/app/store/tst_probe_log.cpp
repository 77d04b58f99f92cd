// SPDX-License-Identifier: GPL-3.0-or-later
// What was probed: in memory by steps, and on disk.
#include "store/flight_recorder.h"
#include "store/packed_probe.h"
#include "store/past.h"

#include <QTemporaryDir>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::domain;
using namespace std::chrono_literals;
using store::FlightRecorder;
using store::ProbeLog;

namespace {

const Instant kStart = instantOf(1'772'632'800'000); // a whole minute

ProbeSample answered(std::uint64_t us, ProbeRung rung = ProbeRung::Udp) {
    ProbeSample sample;
    sample.link = "aws:gcp";
    sample.rung = rung;
    sample.answered = 1;
    sample.bytes = 152;
    sample.lastUs = us;
    sample.time.record(us);
    return sample;
}

ProbeSample lost() {
    ProbeSample sample;
    sample.link = "aws:gcp";
    sample.lost = 1;
    return sample;
}

ProbeSample everything() {
    ProbeSample sample = answered(20'300);
    sample.lost = 3;
    sample.late = 1;
    sample.duplicates = 2;
    sample.reordered = 4;
    sample.failures = {{"refused", 2}, {"timeout", 1}};
    sample.jitterUs = 120;
    sample.oneWay = causeway::telemetry::OneWay{1, 9'800, -10, 10'500};
    sample.pathOut = causeway::telemetry::PathSample{9, 1, 11};
    return sample;
}

} // namespace

class TestProbeLog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windowsBesideEachOtherShareNoStep() {
        ProbeLog log;
        for (int second = 1; second <= 120; ++second)
            log.append(QStringLiteral("aws"), kStart + second * 1s, {answered(20'000)});
        const auto before = log.over({kStart, kStart + 60s});
        const auto after = log.over({kStart + 60s, kStart + 120s});
        QCOMPARE(before.size(), 1U);
        QCOMPARE(before.front().answered, 60U);
        QCOMPARE(after.front().answered, 60U);
        QCOMPARE(log.over({kStart, kStart + 120s}).front().answered, 120U);
    }

    void aSeriesLeavesGapsOut() {
        ProbeLog log;
        log.append(QStringLiteral("aws"), kStart + 5s, {answered(20'000), lost()});
        log.append(QStringLiteral("aws"), kStart + 25s, {answered(30'000)});
        log.append(QStringLiteral("aws"), kStart + 26s, {answered(9'000, ProbeRung::Tcp)});
        const auto of = [&](const std::string& link) {
            return log.series({kStart, kStart + 60s}, [&](const ProbeSample& sample) {
                return sample.rung == ProbeRung::Udp && sample.link == link;
            });
        };
        const auto series = of("aws:gcp");
        QCOMPARE(series.size(), 2U);
        QVERIFY(series[0].end == kStart + 10s && series[1].end == kStart + 30s);
        QCOMPARE(series[0].sum.tried(), 2U);
        QCOMPARE(series[0].sum.unanswered(), 1U);
        QVERIFY(of("gcp:aws").empty());
    }

    void theOldIsForgotten() {
        ProbeLog log(60s);
        log.append(QStringLiteral("aws"), kStart + 1s, {answered(1'000)});
        log.append(QStringLiteral("gcp"), kStart + 100s, {answered(2'000)});
        log.append(QStringLiteral("aws"), kStart + 2s, {answered(3'000)});
        QCOMPARE(log.over({kStart, kStart + 200s}).front().answered, 1U);
    }

    void whatIsPackedComesBackWhole() {
        const ProbeLog::Samples probes{everything(), answered(1, ProbeRung::HttpCold)};
        const QByteArray packed = store::pack(probes);
        const auto back = store::unpackProbes(packed);
        QVERIFY(back);
        QVERIFY(*back == probes);
    }

    void damageIsNamed() {
        QByteArray packed = qUncompress(store::pack({everything()}));
        for (qsizetype size = 1; size < packed.size(); ++size)
            QVERIFY2(!store::unpackProbes(qCompress(packed.left(size))),
                     qPrintable(QString::number(size)));
        for (qsizetype at = 0; at < packed.size(); ++at) { // none of these may crash or hang
            QByteArray other = packed;
            other[at] = char(0xff);
            (void)store::unpackProbes(qCompress(other));
        }
    }

    void theRecordingHasThem() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("flight.sqlite"));
        {
            auto recorder = FlightRecorder::open(file);
            QVERIFY(recorder);
            for (int second = 1; second <= 30; ++second) {
                sdk::EdgeTick tick{kStart + second * 1s, 1s, {}, 1, 1, {answered(20'000)}};
                (*recorder)->record(QStringLiteral("aws"), tick);
                if (second % 2 == 0)
                    QVERIFY((*recorder)->flush());
            }
        }
        const auto past = store::Past::read(file, {kStart, kStart + 60s}, {});
        QVERIFY(past);
        const auto sums = (*past)->probes().over({kStart, kStart + 60s});
        QCOMPARE(sums.size(), 1U);
        QCOMPARE(sums.front().answered, 30U);
        QCOMPARE(sums.front().bytes, 30U * 152);
    }
};

QTEST_GUILESS_MAIN(TestProbeLog)
#include "tst_probe_log.moc"
