// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/endpoints.h"
#include "control/store/sqlite_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

//  aws: payments-1, ledger-1, ledger-2, a gateway at .4:4145 ── links to gcp, and to itself
constexpr std::string_view kAws = R"(
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, clusterDomain: aws.mesh, trustDomain: talk.mesh}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-2, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger", serverName: ledger.bank.serviceaccount.identity.causeway.talk.mesh}
  workloadIPs: [{ip: 10.1.0.12}]
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger", serverName: ledger.bank.serviceaccount.identity.causeway.talk.mesh}
  workloadIPs: [{ip: 10.1.0.11}]
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: gateway-1, namespace: causeway}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway", serverName: gateway.causeway.serviceaccount.identity.causeway.talk.mesh}
  workloadIPs: [{ip: 10.1.0.4}]
---
apiVersion: multicluster.linkerd.io/v1alpha3
kind: Link
metadata: {name: gcp, namespace: causeway}
spec:
  targetClusterName: gcp
  targetClusterDomain: gcp.mesh
  gatewayAddress: 10.3.0.3, fd00::3
  gatewayPort: "4143"
  gatewayIdentity: gateway.causeway.serviceaccount.identity.causeway.talk.mesh
---
apiVersion: multicluster.linkerd.io/v1alpha3
kind: Link
metadata: {name: aws, namespace: causeway}
spec:
  targetClusterName: aws
  targetClusterDomain: aws.mesh
  gatewayAddress: 10.1.0.3
  gatewayPort: "4143"
  gatewayIdentity: "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway"
)";

World worldOf(Presence::Ready ready) {
    auto objects = resource::parseObjects(kAws, "aws.yaml").value();
    return {.objects = std::make_shared<const ObjectSnapshot>(std::move(objects), 1),
            .ready = std::move(ready),
            .trust = {}};
}

// "10.1.0.4:4145 gateway aws:gcp spiffe://…, …", or the error.
QString describe(const Result<balance::Endpoints>& endpoints) {
    if (!endpoints)
        return QString::fromStdString("error: " + endpoints.error().describe());
    QStringList all;
    for (const balance::Endpoint& endpoint : endpoints->endpoints) {
        QString text = QString::fromStdString(endpoint.address);
        if (endpoint.gateway)
            text += " gateway " + QString::fromStdString(endpoint.link);
        if (!endpoint.workload.empty())
            text += " " + QString::fromStdString(endpoint.workload);
        all << text;
    }
    return all.join(", ");
}

ProxyInstance proxyOf(const std::string& instance, std::uint64_t epoch) {
    return {.cluster = "aws",
            .namespace_ = "bank",
            .workload = "ledger",
            .instance = instance,
            .epoch = epoch,
            .version = "0.1.0",
            .mode = ProxyMode::Sidecar,
            .identity = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"};
}

struct Bench {
    Bench() { open(); }
    void open() {
        presence.reset();
        store.reset();
        store = SqliteStore::open(folder.filePath("store.db").toStdString()).value();
        presence = Presence::open(*store, clock).value();
    }
    // With a trail of their own, which goes at the next call.
    std::unique_ptr<Objects> objects() {
        audit = AuditTrail::open(*store, clock).value();
        return Objects::open(*store, *audit).value();
    }
    QStringList ready() const {
        QStringList keys;
        for (const auto& [key, workload] : presence->ready())
            keys << QString::fromStdString(key);
        return keys;
    }
    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<Store> store;
    std::unique_ptr<AuditTrail> audit;
    std::unique_ptr<Presence> presence;
};

const Actor kIda{.who = "spiffe://talk.mesh/user/ida/role/author", .reason = "ticket 7"};

} // namespace

class TestDiscovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resolvesForTheOneWhoAsks_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sidecar");
        QTest::addColumn<QString>("gateway");
        const QString local = "10.1.0.11:4143 ledger, 10.1.0.12:4143 ledger";
        QTest::newRow("local") << "ledger.bank.svc.aws.mesh:80" << local << local;
        QTest::newRow("remote") << "ledger.bank.svc.gcp.mesh:80"
                                << "10.1.0.4:4145 gateway aws:gcp"
                                << "10.3.0.3:4143 gateway aws:gcp, [fd00::3]:4143 gateway aws:gcp";
        QTest::newRow("named link")
            << "ledger.bank.svc.gcp.mesh:80@aws:gcp"
            << "10.1.0.4:4145 gateway aws:gcp"
            << "10.3.0.3:4143 gateway aws:gcp, [fd00::3]:4143 gateway aws:gcp";
        QTest::newRow("own cluster over a link") << "ledger.bank.svc.aws.mesh:80@aws:aws"
                                                 << "10.1.0.4:4145 gateway aws:aws"
                                                 << "10.1.0.3:4143 gateway aws:aws";
        const QString noLink = "error: cluster aws has no link to azure.mesh";
        QTest::newRow("no link") << "ledger.bank.svc.azure.mesh:80" << noLink << noLink;
        const QString noService = "error: no service cards.bank is declared in cluster aws";
        QTest::newRow("no service") << "cards.bank.svc.aws.mesh:80" << noService << noService;
        const QString noPort = "error: service ledger.bank has no port 81";
        QTest::newRow("no port") << "ledger.bank.svc.aws.mesh:81" << noPort << noPort;
    }
    void resolvesForTheOneWhoAsks() {
        QFETCH(QString, name);
        const World world = worldOf({{"bank/ledger-1", "ledger"},
                                     {"bank/ledger-2", "ledger"},
                                     {"causeway/gateway-1", "gateway"}});
        const auto destination = Destination::parse(name.toStdString()).value();
        QTEST(describe(endpointsFor(world, ProxyMode::Sidecar, destination)), "sidecar");
        QTEST(describe(endpointsFor(world, ProxyMode::Gateway, destination)), "gateway");
    }
    void namesTheGatewayOfALink() {
        const World world = worldOf({});
        const auto found = endpointsFor(world, ProxyMode::Gateway,
                                        Destination::parse("ledger.bank.svc.gcp.mesh:80").value())
                               .value();
        QCOMPARE(found.endpoints[0].tls->spiffeId,
                 std::string("spiffe://talk.mesh/cluster/gcp/ns/causeway/sa/gateway"));
        QCOMPARE(found.endpoints[0].tls->serverName,
                 std::string("gateway.causeway.serviceaccount.identity.causeway.talk.mesh"));
    }
    void leavesOutWhoIsNotReady() {
        const auto ledger = Destination::parse("ledger.bank.svc.aws.mesh:80").value();
        const World one = worldOf({{"bank/ledger-2", "ledger"}});
        QCOMPARE(describe(endpointsFor(one, ProxyMode::Sidecar, ledger)),
                 QString("10.1.0.12:4143 ledger"));
        const auto none = endpointsFor(worldOf({}), ProxyMode::Sidecar, ledger);
        QVERIFY(none->exists && none->endpoints.empty());
    }
    void refusesNames_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "ledger", "ledger.bank:80", "ledger.bank.svc.aws.mesh",
                                 "ledger.bank.svc.aws.mesh:0", "ledger.bank.svc.aws.mesh:65536",
                                 "ledger.bank.svc.aws.mesh:80x", ".bank.svc.aws.mesh:80"})
            QTest::newRow(name) << name;
    }
    void refusesNames() {
        QFETCH(QString, name);
        QVERIFY(!Destination::parse(name.toStdString()));
    }
    void readyWhileItsStreamIsUp() {
        Bench bench;
        int told = 0;
        bench.presence->onReadiness([&] { ++told; });
        const auto stream = bench.presence->connect(proxyOf("ledger-1", 1), "10.1.0.11:5");
        QCOMPARE(bench.ready(), QStringList{"bank/ledger-1"});
        bench.presence->disconnect(stream);
        QVERIFY(bench.ready().isEmpty());
        QCOMPARE(told, 2);
    }
    void aDrainingProxyIsNotReady() {
        Bench bench;
        std::ignore = bench.presence->connect(proxyOf("ledger-1", 1), "");
        v1::ProxyStats stats;
        stats.set_draining(true);
        bench.presence->reported(proxyOf("ledger-1", 1), stats);
        QVERIFY(bench.ready().isEmpty());
        std::ignore = bench.presence->connect(proxyOf("ledger-1", 2), ""); // its successor
        QCOMPARE(bench.ready(), QStringList{"bank/ledger-1"});
    }
    void anOldStreamDoesNotTakeTheNewProcessDown() {
        Bench bench;
        const auto before = bench.presence->connect(proxyOf("ledger-1", 1), "");
        const auto after = bench.presence->connect(proxyOf("ledger-1", 2), "");
        bench.presence->disconnect(before);
        QCOMPARE(bench.ready(), QStringList{"bank/ledger-1"});
        const auto reconnected = bench.presence->connect(proxyOf("ledger-1", 2), "");
        bench.presence->disconnect(after);
        QCOMPARE(bench.ready(), QStringList{"bank/ledger-1"});
        bench.presence->disconnect(reconnected);
        QVERIFY(bench.ready().isEmpty());
    }
    void holdsProxiesOverOurOwnRestart() {
        Bench bench;
        const auto gone = bench.presence->connect(proxyOf("ledger-1", 1), "");
        std::ignore = bench.presence->connect(proxyOf("ledger-2", 1), "");
        std::ignore = bench.presence->connect(proxyOf("ledger-3", 1), "");
        bench.presence->disconnect(gone); // its own doing, before the restart
        bench.presence->turn();
        bench.open();
        QCOMPARE(bench.ready(), (QStringList{"bank/ledger-2", "bank/ledger-3"}));
        bench.clock.advance(9s);
        bench.presence->turn();
        std::ignore = bench.presence->connect(proxyOf("ledger-3", 1), "");
        QCOMPARE(bench.ready(), (QStringList{"bank/ledger-2", "bank/ledger-3"}));
        bench.clock.advance(1s);
        bench.presence->turn();
        QCOMPARE(bench.ready(), QStringList{"bank/ledger-3"});
    }
    void appliesObjectsAllOrNone();
    void appliesOnlyWhatChanged() {
        Bench bench;
        const auto objects = bench.objects();
        QCOMPARE(objects->change({std::string(kAws), "aws.yaml", {}}, kIda)->front().result,
                 std::string("created"));
        const auto revision = bench.store->revision();
        const auto again = objects->change({std::string(kAws), "aws.yaml", {}}, kIda).value();
        for (const auto& object : again)
            QCOMPARE(object.result, std::string("unchanged"));
        QCOMPARE(bench.store->revision(), revision);
        QCOMPARE(objects->list("externalworkload", "bank")->size(), 2U);
    }
    void deletesAllOrNoneAndRemembers() {
        Bench bench;
        const auto objects = bench.objects();
        const auto first = objects->change({std::string(kAws), "aws.yaml", {}}, kIda).value();
        const ObjectRef one = objects->list("externalworkload", "bank")->at(0).object;
        ObjectRef absent = one;
        absent.name = "nobody";
        QCOMPARE(objects->change({.removed = {one, absent}}, kIda).error().kind(), ErrorKind::NotFound);
        QCOMPARE(objects->plan({.removed = {one}})->objects.front().result, std::string("deleted"));
        QCOMPARE(objects->list("externalworkload", "bank")->size(), 2U);
        const auto removed = objects->change({.removed = {one}}, kIda).value();
        QCOMPARE(objects->list("externalworkload", "bank")->size(), 1U);
        QCOMPARE(objects->get(one, 0).error().kind(), ErrorKind::NotFound);
        QVERIFY(objects->get(one, removed.front().resourceVersion - 1)->yaml.find(one.name)
                != std::string::npos);
        const auto cluster =
            std::ranges::find(first, "cluster", [](const auto& each) { return each.object.kind; });
        QVERIFY(cluster != first.end());
        QCOMPARE(objects->change({.removed = {cluster->object}}, kIda).error().kind(),
                 ErrorKind::InvalidInput);
    }
    // A store that is older than its trail: every object gets a first record, once.
    void adoptsWhatWasThereBeforeTheTrail() {
        Bench bench;
        {
            const auto objects = bench.objects();
            QVERIFY(objects->change({std::string(kAws), "aws.yaml", {}}, kIda));
        }
        const auto before = bench.store->range({.prefix = "/audit/"}).value();
        for (const KeyValue& item : before.items)
            QVERIFY(bench.store->write(
                {.compares = {}, .operations = {{.key = item.key, .value = std::nullopt}}}));
        for (int start = 0; start < 2; ++start) {
            const auto objects = bench.objects();
            const auto records = bench.audit->records(0, 0).value();
            QCOMPARE(records.size(), objects->list("", "")->size());
            QCOMPARE(records.front().record.action, std::string("object.adopted"));
        }
    }
    void aClusterKeepsItsName() {
        Bench bench;
        const auto objects = bench.objects();
        QVERIFY(objects->change({std::string(kAws), "aws.yaml", {}}, kIda));
        const auto answer =
            objects->change({"apiVersion: causeway.dev/v1alpha1\n"
                             "kind: Cluster\n"
                             "metadata: {name: gcp}\n"
                             "spec: {fleet: talk, clusterDomain: gcp.mesh, trustDomain: talk.mesh}\n",
                             "gcp.yaml", {}},
                            kIda);
        QVERIFY(!answer);
        QVERIFY2(answer.error().message().starts_with("gcp.yaml:1: found Cluster gcp"),
                 answer.error().describe().c_str());
    }
};

void TestDiscovery::appliesObjectsAllOrNone() {
    Bench bench;
    const auto objects = bench.objects();
    const std::string text = std::string(kAws) + R"(
---
apiVersion: v1
kind: Service
metadata: {name: cards, namespace: bank}
spec: {ports: [{port: eighty}]}
)";
    const auto answer = objects->change({text, "aws.yaml", {}}, kIda);
    QVERIFY(!answer);
    QVERIFY2(answer.error().describe().find("aws.yaml:") != std::string::npos
                 && answer.error().describe().find("eighty") != std::string::npos,
             answer.error().describe().c_str());
    QCOMPARE(bench.store->revision(), 0U);
    QCOMPARE(objects->plan({std::string(kAws), "aws.yaml", {}})->objects.front().result, std::string("created"));
    QCOMPARE(bench.store->revision(), 0U);
}

QTEST_APPLESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
