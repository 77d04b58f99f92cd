// SPDX-License-Identifier: GPL-3.0-or-later
// Plug-ins good and bad, sources that come and go, a fleet that is not there yet.
#include "connect/backoff.h"
#include "connect/batcher.h"
#include "connect/fleet_connection.h"

#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway;
using namespace causeway::app;
using namespace causeway::app::connect;
using namespace causeway::app::domain;
using namespace std::chrono_literals;

namespace {

const QString kReplay = QStringLiteral(REPLAY_PLUGIN);
const QString kTalk = QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/scenes/talk.json");
constexpr int kPatienceMs = 20'000;

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

sdk::Updates updatesWith(int services, int ticks, int reporting = 2) {
    sdk::Updates updates;
    updates.snapshot.emplace();
    for (int i = 0; i < services; ++i) {
        Service service;
        service.ref = {QStringLiteral("service%1").arg(i), QStringLiteral("bank"),
                       QStringLiteral("aws")};
        updates.snapshot->services.push_back(service);
    }
    for (int i = 0; i < ticks; ++i)
        updates.ticks.push_back({instantOf(1000 * (i + 1)), 1s, {}, reporting, 2});
    return updates;
}

// A source that does what its test says.
class FakeSource final : public sdk::Source {
public:
    std::atomic<int> starts = 0;
    std::atomic<int> stops = 0;
    QThread* startedOn = nullptr;
    std::function<void(FakeSource&)> onStart = [](FakeSource&) {};

    void start() override {
        startedOn = QThread::currentThread();
        ++starts;
        onStart(*this);
    }
    void stop() override { ++stops; }
};

} // namespace

class TestConnect : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGoodPlugInIsLoaded() {
        PluginHost host;
        host.load(QFileInfo(kReplay).path());
        const auto found = host.connectorFor(kTalk);
        QVERIFY2(found, found ? "" : found.error().describe().c_str());
        QCOMPARE(found->info.id, QStringLiteral("replay"));
        const auto none = host.connectorFor(QStringLiteral("/tmp/fleet.docx"));
        QVERIFY(!none);
        QVERIFY(none.error().describe().find("Recorded scene (*.json)") != std::string::npos);
    }

    void badPlugInsAreRejectedWithTheReason() {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("a_text.so")), "hello");
        write(folder.filePath(QStringLiteral("b_empty.so")), "");
        QVERIFY(QFile::copy(QStringLiteral(OLD_CONTRACT_PLUGIN),
                            folder.filePath(QStringLiteral("c_old.so"))));
        QFile replay(kReplay);
        QVERIFY(replay.open(QIODevice::ReadOnly));
        write(folder.filePath(QStringLiteral("d_half.so")), replay.read(replay.size() / 2));
        QVERIFY(QFile::copy(kReplay, folder.filePath(QStringLiteral("e_good.so"))));
        QVERIFY(QFile::copy(kReplay, folder.filePath(QStringLiteral("f_twin.so"))));
        write(folder.filePath(QStringLiteral("notes.txt")), "not a library");

        PluginHost host;
        host.load(folder.path());
        QCOMPARE(host.connectors().size(), 1U);
        QCOMPARE(host.rejected().size(), 5U);
        QVERIFY(host.rejected()[2].reason.contains(QStringLiteral("dev.causeway.Connector/0")));
        QVERIFY(host.rejected()[2].reason.contains(QStringLiteral(CAUSEWAY_CONNECTOR_IID)));
        QVERIFY(host.rejected()[4].reason.contains(QStringLiteral("already")));
        for (const RejectedPlugin& plugin : host.rejected())
            QVERIFY2(!plugin.reason.isEmpty(), qPrintable(plugin.file));
        host.load(folder.filePath(QStringLiteral("no such folder")));
        QCOMPARE(host.rejected().size(), 5U);
    }

    void backoffGrowsJittersAndIsBounded() {
        Backoff one(1);
        Backoff two(2);
        Milliseconds step = Backoff::kFirst;
        bool differ = false;
        for (int i = 0; i < 20; ++i) {
            const Milliseconds wait = one.next();
            QVERIFY(wait >= step / 2 && wait <= step);
            differ |= wait != two.next();
            step = std::min(step * 2, Backoff::kLongest);
        }
        QVERIFY(differ);
        one.reset();
        QVERIFY(one.next() <= Backoff::kFirst);
    }

    void manyUpdatesBecomeFew() {
        Batcher batcher;
        QSignalSpy batches(&batcher, &Batcher::batched);
        for (int i = 0; i < 500; ++i)
            batcher.add(updatesWith(0, 1));
        QCOMPARE(batches.size(), 1); // the first at once
        QTRY_COMPARE(batches.size(), 2);
        QCOMPARE(batches[1][0].value<sdk::Updates>().ticks.size(), 499U);
    }

    void conditions() {
        const MonotonicTime now(1h);
        SourceMonitor monitor;
        QCOMPARE(monitor.state(now).condition, SourceCondition::Connecting);
        monitor.lost({ErrorKind::Unavailable, QStringLiteral("nobody there"), {}, 4s},
                     instantOf(500));
        QCOMPARE(monitor.state(now).condition, SourceCondition::Failed);
        QCOMPARE(monitor.state(now).retryAt, instantOf(4500));
        QCOMPARE(monitor.state(now).reason, QStringLiteral("nobody there"));
        monitor.heard(updatesWith(0, 1), now);
        QCOMPARE(monitor.state(now).condition, SourceCondition::Empty);
        QVERIFY(monitor.state(now).reason.isEmpty());
        monitor.heard(updatesWith(3, 2), now);
        QCOMPARE(monitor.state(now).condition, SourceCondition::Live);
        QCOMPARE(monitor.state(now).lastData, instantOf(2000));
        monitor.heard(updatesWith(3, 3, 1), now);
        QCOMPARE(monitor.state(now).condition, SourceCondition::Partial);
        QCOMPARE(monitor.state(now).proxiesReporting, 1);
        QCOMPARE(monitor.state(now + 6s).condition, SourceCondition::Stale);
        monitor.lost({ErrorKind::Unavailable, {}, {}, 1s}, instantOf(500));
        QCOMPARE(monitor.state(now).condition, SourceCondition::Stale);
        monitor.lost({ErrorKind::PermissionDenied, {}, {}, 1s}, instantOf(500));
        QCOMPARE(monitor.state(now).condition, SourceCondition::Denied);
        monitor.heard(updatesWith(3, 4), now);
        QCOMPARE(monitor.state(now).condition, SourceCondition::Live);
    }

    void longTicksMayBeLater() {
        const MonotonicTime now(1h);
        SourceMonitor monitor;
        sdk::Updates updates = updatesWith(3, 1);
        updates.ticks[0].duration = 10s;
        monitor.heard(updates, now);
        QCOMPARE(monitor.state(now + 29s).condition, SourceCondition::Live);
        QCOMPARE(monitor.state(now + 31s).condition, SourceCondition::Stale);
    }

    void aSessionWorksOnItsOwnThreadAndEndsIt() {
        auto owned = std::make_unique<FakeSource>();
        FakeSource* source = owned.get();
        source->onStart = [](FakeSource& it) { Q_EMIT it.updated(updatesWith(3, 1)); };
        bool destroyed = false;
        connect(source, &QObject::destroyed, [&] { destroyed = true; });
        auto session = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            return std::unique_ptr<sdk::Source>(std::move(owned));
        });
        QSignalSpy updates(session.get(), &Session::updated);
        session->start();
        QTRY_COMPARE_WITH_TIMEOUT(updates.size(), 1, kPatienceMs);
        QVERIFY(source->startedOn != QThread::currentThread());
        QCOMPARE(session->state().condition, SourceCondition::Live);
        session.reset();
        QVERIFY(destroyed);
    }

    void aSessionTriesAgainUntilItsSourceOpens() {
        int attempts = 0;
        auto session = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            if (++attempts < 3)
                return fail(ErrorKind::InvalidInput, "console.pem: expired yesterday");
            auto source = std::make_unique<FakeSource>();
            source->onStart = [](FakeSource& it) { Q_EMIT it.updated(updatesWith(3, 1)); };
            return source;
        });
        session->start();
        QCOMPARE(session->state().condition, SourceCondition::Failed);
        QVERIFY(session->state().reason.contains(QStringLiteral("console.pem")));
        QVERIFY(session->state().retryAt);
        QTRY_COMPARE_WITH_TIMEOUT(session->state().condition, SourceCondition::Live, kPatienceMs);
        QCOMPARE(attempts, 3);
    }

    void aSourceThatGaveUpIsStartedAgain() {
        auto owned = std::make_unique<FakeSource>();
        FakeSource* source = owned.get();
        source->onStart = [](FakeSource& it) {
            if (it.starts == 1)
                Q_EMIT it.lost({ErrorKind::Unavailable, QStringLiteral("gone"), {}, std::nullopt});
            else
                Q_EMIT it.updated(updatesWith(3, 1));
        };
        auto session = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            return std::unique_ptr<sdk::Source>(std::move(owned));
        });
        session->start();
        QTRY_COMPARE_WITH_TIMEOUT(session->state().condition, SourceCondition::Live, kPatienceMs);
        QCOMPARE(source->starts.load(), 2);
    }

    void retryNowEndsTheWait() {
        int attempts = 0;
        auto session = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            ++attempts;
            return fail(ErrorKind::Unavailable, "nobody there");
        });
        session->start();
        for (int i = 1; i <= 10; ++i) {
            QCOMPARE(attempts, i);
            session->retryNow();
        }
    }

    void aSourceThatBlocksDoesNotHoldTheOthers() {
        QSemaphore mayGoOn;
        auto blocked = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            auto source = std::make_unique<FakeSource>();
            source->onStart = [&](FakeSource&) { mayGoOn.acquire(); };
            return source;
        });
        auto live = makeSession([&]() -> Result<std::unique_ptr<sdk::Source>> {
            auto source = std::make_unique<FakeSource>();
            source->onStart = [](FakeSource& it) { Q_EMIT it.updated(updatesWith(3, 1)); };
            return source;
        });
        blocked->start();
        live->start();
        QTRY_COMPARE_WITH_TIMEOUT(live->state().condition, SourceCondition::Live, kPatienceMs);
        QCOMPARE(blocked->state().condition, SourceCondition::Connecting);
        mayGoOn.release();
    }

    void aFleetThatComesLaterIsRead() {
        PluginHost host;
        host.load(QFileInfo(kReplay).path());
        QTemporaryDir folder;
        const QString location = folder.filePath(QStringLiteral("later.json"));
        FleetConnection fleet(host, location, m_clock);
        QSignalSpy read(&fleet, &FleetConnection::fleetRead);
        QSignalSpy states(&fleet, &FleetConnection::sourceChanged);
        QSignalSpy updates(&fleet, &FleetConnection::updated);
        fleet.start();
        QTRY_COMPARE_WITH_TIMEOUT(fleet.fleetState().condition, SourceCondition::Failed,
                                  kPatienceMs);
        QVERIFY(fleet.fleetState().reason.contains(location));
        QVERIFY(fleet.fleetState().retryAt);
        QVERIFY(QFile::copy(kTalk, location));
        fleet.retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(read.size(), 1, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(updates.size() >= 3, kPatienceMs);
        for (const char* name : {"aws", "azure", "gcp"}) {
            Session* session = fleet.session(QLatin1String(name));
            QVERIFY(session);
            QTRY_COMPARE_WITH_TIMEOUT(session->state().condition, SourceCondition::Live,
                                      kPatienceMs);
            QCOMPARE(session->state().role, QStringLiteral("viewer"));
        }
        QVERIFY(!states.isEmpty());
    }

    void aFileThatNoConnectorReadsIsAStateToo() {
        const PluginHost host;
        FleetConnection fleet(host, QStringLiteral("/nowhere/fleet.yaml"), m_clock);
        fleet.start();
        QCOMPARE(fleet.fleetState().condition, SourceCondition::Failed);
        QVERIFY(fleet.fleetState().reason.contains(QStringLiteral("no connector")));
    }

private:
    std::unique_ptr<Session> makeSession(Session::OpenSource open) {
        Cluster cluster;
        cluster.name = QStringLiteral("aws");
        return std::make_unique<Session>(cluster, std::move(open), m_clock);
    }

    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestConnect)
#include "tst_connect.moc"
