// SPDX-License-Identifier: GPL-3.0-or-later
// The replay connector: the contract, its clock, what a broken scene says, and that the committed
// scenes are what their maker makes.
#include "connectors/replay/replay_connector.h"
#include "plugins/contract/connector_contract.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway;
using namespace causeway::app;
using namespace std::chrono_literals;

namespace {

const QString kScenes = QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/scenes/");

// A clock that stands still may be read on any thread.
class PinnedClock final : public Clock {
public:
    [[nodiscard]] MonotonicTime now() const override { return MonotonicTime(1h); }
    [[nodiscard]] WallTime wallNow() const override { return WallTime(24h * 365 * 56); }
};

} // namespace

class TestReplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contract_data() {
        QTest::addColumn<QString>("cluster");
        QTest::newRow("aws") << "aws";
        QTest::newRow("azure") << "azure";
        QTest::newRow("gcp") << "gcp";
    }
    void contract() {
        QFETCH(QString, cluster);
        replay::ReplayConnector connector;
        const PinnedClock clock;
        const test::ContractCase it{connector, kScenes + QStringLiteral("talk.json"), cluster,
                                    clock};
        test::keepsFleet(it);
        test::keepsErrors(it);
        if (!QTest::currentTestFailed())
            test::keepsSource(it);
    }

    void timePassesAsTheClockSays() {
        replay::ReplayConnector connector;
        ManualClock clock;
        auto source = connector.openCluster(kScenes + QStringLiteral("talk.json"),
                                            QStringLiteral("aws"), clock);
        QVERIFY(source);
        QSignalSpy updates(source->get(), &sdk::Source::updated);
        (*source)->start();
        const auto first = updates.takeFirst().front().value<sdk::Updates>();
        QCOMPARE(first.ticks.size(), 90U);
        QCOMPARE(first.ticks.back().end, std::chrono::floor<domain::Milliseconds>(clock.wallNow()));
        clock.advance(25s);
        QTRY_COMPARE(updates.size(), 1);
        const auto next = updates.takeFirst().front().value<sdk::Updates>();
        QVERIFY(!next.snapshot);
        QCOMPARE(next.ticks.size(), 2U);
        QCOMPARE(next.ticks[0].end - first.ticks.back().end, domain::Milliseconds(10s));
        QVERIFY(!next.ticks[0].samples.empty());
    }

    void silenceIsToldWithItsReason() {
        replay::ReplayConnector connector;
        const PinnedClock clock;
        auto source = connector.openCluster(kScenes + QStringLiteral("partial.json"),
                                            QStringLiteral("gcp"), clock);
        QVERIFY(source);
        QSignalSpy updates(source->get(), &sdk::Source::updated);
        QSignalSpy lost(source->get(), &sdk::Source::lost);
        (*source)->start();
        QCOMPARE(updates.size(), 1);
        QCOMPARE(updates[0][0].value<sdk::Updates>().ticks.size(), 85U);
        QCOMPARE(lost.size(), 1);
        QCOMPARE(lost[0][0].value<sdk::Lost>().retryIn, domain::Milliseconds(8s));
    }

    void aBrokenSceneSaysWhere_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << QByteArray("{\n\n oops") << ":3: not a scene";
        QTest::newRow("an array") << QByteArray("[]") << "expected a JSON object";
        QTest::newRow("another format")
            << QByteArray(R"({"format": "x/2"})") << "format: found \"x/2\"";
        QTest::newRow("no clusters")
            << QByteArray(R"({"format": "causeway-scene/1", "fleet": "f", "trustDomain": "t",
                              "end": "2026-03-04T14:02:30Z", "stepSeconds": 10})")
            << "clusters: found nothing";
        QTest::newRow("a bad end")
            << QByteArray(R"({"format": "causeway-scene/1", "fleet": "f", "trustDomain": "t",
                              "end": "noon", "stepSeconds": 10, "clusters": []})")
            << "end: found \"noon\"";
        QTest::newRow("a bad cluster")
            << QByteArray(R"({"format": "causeway-scene/1", "fleet": "f", "trustDomain": "t",
                              "end": "2026-03-04T14:02:30Z", "stepSeconds": 10, "clusters": [
                              {"name": "aws", "cloud": 7}]})")
            << "clusters[0].cloud: found 7; expected a string";
        QTest::newRow("a bad point")
            << QByteArray(R"({"format": "causeway-scene/1", "fleet": "f", "trustDomain": "t",
                              "end": "2026-03-04T14:02:30Z", "stepSeconds": 10, "clusters": [
                              {"name": "aws", "cloud": "aws", "region": "r", "version": "1",
                               "role": "viewer", "ticks": 1, "proxiesReporting": 1,
                               "proxiesExpected": 1, "edges": [{"side": "caller", "source": "a.b@aws",
                               "destination": "c.d@aws", "protocol": "grpc", "tls": "mutual",
                               "ticks": [[1, 1, 0, 0, 1, 0, 0, [1, 2]]]}]}]})")
            << "clusters[0].edges[0].ticks[0][7]";
    }
    void aBrokenSceneSaysWhere() {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("broken.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto scene = replay::readScene(file.fileName());
        QVERIFY(!scene);
        const QString message = QString::fromStdString(scene.error().describe());
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.contains(file.fileName()), qPrintable(message));
    }

    void theCommittedScenesAreWhatTheirMakerMakes() {
        QTemporaryDir folder;
        QProcess maker;
        maker.start(QStringLiteral(MAKE_SCENES), {folder.path()});
        QVERIFY(maker.waitForFinished());
        QCOMPARE(maker.exitCode(), 0);
        for (const char* name : {"talk.json", "failing.json", "empty.json"}) {
            QFile made(folder.filePath(QLatin1String(name)));
            QFile committed(kScenes + QLatin1String(name));
            QVERIFY(made.open(QIODevice::ReadOnly) && committed.open(QIODevice::ReadOnly));
            QVERIFY2(made.readAll() == committed.readAll(), name);
        }
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
