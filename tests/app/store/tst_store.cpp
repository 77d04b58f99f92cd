// SPDX-License-Identifier: GPL-3.0-or-later
// The store on the talk's fleet, and the flight recorder under it.
#include "connectors/replay/scene.h"
#include "store/flight_recorder.h"
#include "store/past.h"
#include "store/store.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::domain;
using namespace std::chrono_literals;
using store::FlightRecorder;
using store::Store;

namespace {

const QString kScenes = QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/scenes/");

// Read once: a scene is megabytes.
const replay::Scene& scene(const char* name) {
    static std::map<std::string, replay::Scene> scenes;
    if (const auto known = scenes.find(name); known != scenes.end())
        return known->second;
    auto scene = replay::readScene(kScenes + QLatin1String(name));
    if (!scene)
        qFatal("%s", scene.error().describe().c_str());
    return scenes.emplace(name, std::move(*scene)).first->second;
}

void fill(Store& store, const replay::Scene& scene) {
    store.setFleet(scene.fleet);
    for (const replay::SceneCluster& cluster : scene.clusters) {
        SourceState live;
        live.condition = cluster.silence ? SourceCondition::Stale : SourceCondition::Live;
        store.setSource(cluster.snapshot.cluster.name, live);
        store.apply(cluster.snapshot.cluster.name, replay::recorded(cluster, 0ms));
    }
}

std::unique_ptr<FlightRecorder> openRecorder(const QString& path,
                                             store::RecorderLimits limits = {}) {
    auto recorder = FlightRecorder::open(path, limits);
    if (!recorder)
        qFatal("%s", recorder.error().describe().c_str());
    return std::move(*recorder);
}

bool sameFigures(const store::Look& look, const store::EdgeRow& row) {
    const store::EdgeRow* other = look.edge(row.key());
    return other != nullptr && other->now == row.now && other->baseline == row.baseline;
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTalksLinksHaveTheTalksFigures_data() {
        QTest::addColumn<QString>("link");
        QTest::addColumn<double>("p50");
        QTest::newRow("aws:aws") << "aws:aws" << 10.0;
        QTest::newRow("aws:gcp") << "aws:gcp" << 30.0;
        QTest::newRow("aws:azure") << "aws:azure" << 25.0;
        QTest::newRow("azure:aws") << "azure:aws" << 60.0;
        QTest::newRow("azure:gcp") << "azure:gcp" << 20.0;
        QTest::newRow("gcp:aws") << "gcp:aws" << 60.0;
        QTest::newRow("gcp:azure") << "gcp:azure" << 20.0;
    }
    void theTalksLinksHaveTheTalksFigures() {
        QFETCH(QString, link);
        QFETCH(double, p50);
        Store store;
        fill(store, scene("talk.json"));
        const auto rows = store.links(TimeRange::endingAt(*store.newest(), 60s));
        QCOMPARE(rows.size(), 7U);
        const auto found = std::ranges::find(rows, LinkRef::parse(link), &store::LinkRow::ref);
        QVERIFY(found != rows.end());
        QVERIFY(found->declared);
        QCOMPARE_LT(std::abs(*found->now.latencyMs(0.5) / p50 - 1.0), 0.05);
        QCOMPARE(found->verdict.health, Health::Ok);
        if (found->ref.from == found->ref.to)
            QVERIFY(!found->loss); // nobody probes his own cluster
        else
            QCOMPARE(found->loss, 0.0);
    }

    void aDeclaredLinkWithoutTrafficIsNotMeasured() {
        Store store;
        replay::Scene talk = scene("talk.json");
        for (replay::SceneCluster& cluster : talk.clusters)
            cluster.ticks.resize(1);
        talk.clusters[0].ticks[0].samples.clear();
        fill(store, talk);
        const auto rows = store.links(TimeRange::endingAt(talk.end, 60s));
        const auto found =
            std::ranges::find(rows, LinkRef::parse(u"aws:gcp"), &store::LinkRow::ref);
        QVERIFY(found != rows.end() && found->declared);
        QVERIFY(!found->now.latencyMs(0.5));
        QCOMPARE(found->verdict.health, Health::NotMeasured);
    }

    void everyEdgeHasBothEndsAndMutualTls() {
        Store store;
        fill(store, scene("talk.json"));
        const auto look = store.look(TimeRange::endingAt(*store.newest(), 60s));
        const auto& rows = look->edges;
        QCOMPARE(rows.size(), 47U);
        for (const store::EdgeRow& row : rows) {
            QVERIFY2(row.now.caller && row.now.callee, qPrintable(row.id()));
            QCOMPARE(row.now.caller->attempts, row.now.callee->attempts);
            QCOMPARE(row.key().tls, Tls::Mutual);
            QVERIFY(!row.stale);
        }
    }

    void totalsAreExactAtEveryLevel() {
        Store store;
        fill(store, scene("talk.json"));
        const auto range = TimeRange::endingAt(*store.newest(), 15min);
        const auto requests = [&](const Selection& selection) {
            return store.metrics(selection, range, 10s).total().callee->requests;
        };
        std::uint64_t clusters = 0;
        std::uint64_t services = 0;
        for (const Cluster& cluster : store.fleet().clusters)
            clusters += requests(ClusterRef{cluster.name});
        for (const auto& [ref, service] : store.inventory().services())
            if (const auto series = store.metrics(ServiceSelection{ref}, range, 10s).total();
                series.callee)
                services += series.callee->requests;
        QCOMPARE(clusters, requests({}));
        QCOMPARE(services, requests({}));
    }

    void whatOnlyCalleesSawIsNoLinksLatency() {
        Store store;
        sdk::EdgeSample sample;
        sample.key = {Ref::parse(u"a.bank@aws"), Ref::parse(u"b.bank@gcp"), Protocol::Grpc,
                      Tls::Mutual, LinkRef::parse(u"aws:gcp")};
        sample.side = sdk::Side::Callee;
        sample.counted.requests = 10;
        sample.counted.latency.record(5'000, 10);
        sdk::Updates updates;
        updates.ticks.push_back({instantOf(1'000'000), 1s, {sample}, 1, 1});
        store.apply(QStringLiteral("gcp"), updates);
        const auto rows = store.links(TimeRange::endingAt(instantOf(1'000'000), 60s));
        QCOMPARE(rows.size(), 1U);
        QCOMPARE(rows[0].now.requestsPerSecond(), std::optional(10.0));
        QVERIFY(!rows[0].now.latencyMs(0.95));
    }

    void aSilentClustersDataIsStaleAndTheOthersIsNot() {
        Store store;
        fill(store, scene("partial.json"));
        const auto look = store.look(TimeRange::endingAt(*store.newest(), 60s));
        const auto& rows = look->edges;
        for (const store::EdgeRow& row : rows)
            QCOMPARE(row.stale, row.key().source.cluster == QStringLiteral("gcp"));
    }

    void troubleIsFoundWhereItIs() {
        Store store;
        fill(store, scene("failing.json"));
        const auto window = TimeRange::endingAt(*store.newest(), 60s);
        for (const store::LinkRow& row : store.links(window)) {
            const bool slow = row.ref.name() == QStringLiteral("aws:gcp");
            QCOMPARE(row.verdict.reason == HealthReason::SlowerThanBaseline, slow);
        }
        const auto look = store.look(window);
        for (const store::EdgeRow& row : look->edges) {
            const bool failing =
                row.key().destination.qualifiedName() == QStringLiteral("ledger.bank@aws");
            QCOMPARE(row.verdict.health == Health::Failing, failing);
        }
    }

    void eventsAreOrderedAndComeOnce() {
        Store store;
        const auto talk = scene("talk.json");
        fill(store, talk);
        QSignalSpy events(&store, &Store::eventsChanged);
        fill(store, talk);
        QCOMPARE(events.size(), 0);
        const auto all = store.events(TimeRange::endingAt(talk.end, 15min));
        QCOMPARE(all.size(), 9U);
        QVERIFY(std::ranges::is_sorted(all, {}, &Event::at));
    }

    void aSnapshotForgetsWhatIsGone() {
        Store store;
        auto talk = scene("talk.json");
        fill(store, talk);
        const ServiceRef gone = talk.clusters[0].snapshot.services.front().ref;
        talk.clusters[0].snapshot.services.erase(talk.clusters[0].snapshot.services.begin());
        const auto others = store.inventory().services().size();
        fill(store, talk);
        QCOMPARE(store.inventory().services().size(), others - 1);
        QVERIFY(!store.inventory().service(gone));
        sdk::Updates removal;
        removal.changes.emplace_back(
            sdk::Removed{sdk::RemovedKind::Service, QStringLiteral("cards.bank")});
        store.apply(QStringLiteral("gcp"), removal);
        QCOMPARE(store.inventory().services().size(), others - 2);
    }

    void anotherFleetStartsEmpty() {
        Store store;
        fill(store, scene("talk.json"));
        Fleet other;
        other.name = QStringLiteral("other");
        other.location = QStringLiteral("/elsewhere/fleet.yaml");
        store.setFleet(other);
        QVERIFY(!store.newest());
        QVERIFY(store.inventory().services().empty());
        QVERIFY(store.links({}).empty());
        QVERIFY(store.events({instantOf(0), scene("talk.json").end}).empty());
    }

    void aRecordingOpensAsItWas() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("flight/talk.sqlite"));
        const auto talk = scene("talk.json");
        const auto window = TimeRange::endingAt(talk.end, 60s);
        std::shared_ptr<const store::Look> before;
        {
            Store store;
            store.setFleet(talk.fleet);
            store.record(path, talk.end);
            fill(store, talk);
            before = store.look(window);
        }
        Store store;
        QSignalSpy stopped(&store, &Store::recordingStopped);
        store.record(path, talk.end);
        QCOMPARE(stopped.size(), 0);
        const auto after = store.look(window);
        QCOMPARE(after->edges.size(), before->edges.size());
        for (const store::EdgeRow& row : before->edges)
            QVERIFY2(sameFigures(*after, row), qPrintable(row.id()));
        QCOMPARE(store.events(TimeRange::endingAt(talk.end, 15min)).size(), 9U);
    }

    void thePastHasItsFiguresItsInventoryAndItsSources() {
        QTemporaryDir folder;
        const auto talk = scene("talk.json");
        const auto aws = QStringLiteral("aws");
        const ServiceRef gone = Ref::parse(u"ledger.bank@aws");
        Store store;
        store.setFleet(talk.fleet);
        store.record(folder.filePath(QStringLiteral("f.sqlite")), talk.end);
        fill(store, talk);
        const auto then = TimeRange::endingAt(talk.end - 2min, 60s);
        const auto look = store.look(then);
        QVERIFY(store.inventory().service(gone));
        // An hour later the service is gone, gcp is silent and memory has forgotten the talk.
        sdk::Updates later;
        later.changes.emplace_back(
            sdk::Removed{sdk::RemovedKind::Service, QStringLiteral("ledger.bank")});
        later.ticks.push_back({talk.end + 1h, 1s, {}, 3, 4});
        store.apply(aws, later);
        QVERIFY(!store.inventory(talk.end).service(gone));
        QCOMPARE(store.recall(then), store::Recall::Missing);
        store.awaitPast();
        QCOMPARE(store.recall(then), store::Recall::Awaited);

        const auto past =
            store::Past::read(store.flushRecording().get(), {talk.end - 20min, talk.end + 2h}, {});
        QVERIFY2(past, past ? "" : past.error().describe().c_str());
        store.setPast(*past);
        QCOMPARE(store.recall(then), store::Recall::Known);
        const auto again = store.look(then);
        QCOMPARE(again->edges.size(), look->edges.size());
        for (const store::EdgeRow& row : look->edges)
            QVERIFY2(sameFigures(*again, row), qPrintable(row.id()));
        QVERIFY(store.inventory(talk.end).service(gone));
        QVERIFY(store.inventory(talk.end).clusters().contains(aws));
        QVERIFY(!store.inventory(talk.end + 90min).service(gone));
        QCOMPARE(store.source(aws, talk.end).condition, SourceCondition::Live);
        QCOMPARE(store.source(aws, talk.end + 1h).condition, SourceCondition::Partial);
        QCOMPARE(store.source(QStringLiteral("gcp"), talk.end + 1h).condition,
                 SourceCondition::Stale);
        store.setPast(nullptr);
        QVERIFY(!store.inventory(talk.end).service(gone));
    }

    void whatTicksByItselfIsNoChangeOfTheInventory() {
        QTemporaryDir folder;
        auto recorder = openRecorder(folder.filePath(QStringLiteral("f.sqlite")));
        Proxy proxy;
        proxy.workload = Ref::parse(u"ledger.bank@aws");
        proxy.instance = QStringLiteral("ledger-1");
        for (int second = 0; second < 10; ++second) {
            proxy.lastSeen = instantOf(second * 1000);
            proxy.residentBytes = 1000 + second;
            proxy.version = second < 5 ? QStringLiteral("1.0") : QStringLiteral("1.1");
            sdk::Updates updates;
            updates.changes.emplace_back(proxy);
            recorder->record(QStringLiteral("aws"), updates, instantOf(second * 1000));
        }
        QVERIFY(recorder->flush());
        const auto spans = recorder->objects({instantOf(-1), instantOf(20'000)});
        QVERIFY(spans);
        QCOMPARE(spans->size(), 2U);
        QCOMPARE(spans->front().until, std::optional(instantOf(5000)));
        QVERIFY(spans->front().at(instantOf(4999)) && !spans->front().at(instantOf(5000)));
    }

    void aRecordingIsBoundedInBytes() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("talk.sqlite"));
        const auto talk = scene("talk.json");
        auto recorder = openRecorder(path, {24h, 200'000});
        for (int round = 0; round < 4; ++round) {
            for (const auto& cluster : talk.clusters)
                for (sdk::EdgeTick tick : cluster.ticks) {
                    tick.end += round * 15min;
                    recorder->record(cluster.snapshot.cluster.name, tick);
                }
            QVERIFY(recorder->flush());
        }
        recorder.reset();
        QCOMPARE_LT(QFile(path).size(), 300'000);
    }

    void aFileThatIsNotARecordingIsLeftAlone() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("notes.txt"));
        const QByteArray notes(5000, 'x');
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(notes);
        file.close();
        QVERIFY(!FlightRecorder::open(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), notes);
    }

    void aFolderThatCannotBeIsAnError() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto recorder =
            FlightRecorder::open(file.fileName() + QStringLiteral("/talk.sqlite"));
        QVERIFY(!recorder);
        QVERIFY(recorder.error().describe().find(file.fileName().toStdString())
                != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
