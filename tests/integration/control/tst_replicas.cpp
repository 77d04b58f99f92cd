// SPDX-License-Identifier: Apache-2.0
// Two control planes of one cluster that share an etcd: to people, proxies and whoever verifies the
// audit they are one.
#include "integration/control/mesh_client.h"
#include "integration/control/objects.h"
#include "mesh-core/control/etcd_process.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace causeway;
using namespace causeway::test;

namespace {

void write(const QString& path, const std::string& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", qPrintable(path));
}

v1::Hello subscribingToLedger(const TestProxy& proxy) {
    v1::Hello hello = proxy.hello();
    auto& name = *hello.add_subscribe();
    name.set_kind(v1::ResourceName::ENDPOINTS);
    name.set_name("ledger.bank.svc.aws.mesh:80");
    return hello;
}

bool apply(const ControlProcess& control, const QByteArray& yaml) {
    v1::ApplyObjectsRequest request;
    request.set_yaml(yaml.toStdString());
    v1::ApplyObjectsResponse response;
    return Person(control, "author").api().ApplyObjects(context().get(), request, &response).ok();
}

int objectsIn(const ControlProcess& control) {
    v1::ListObjectsRequest request;
    v1::ListObjectsResponse response;
    std::ignore = Person(control, "viewer").api().ListObjects(context().get(), request, &response);
    return response.objects_size();
}

// The next change of ledger's endpoints: how many came, less how many went.
int nextChange(ConfigSession& watching) {
    const auto update = watching.next();
    return update.endpoints_delta().add_size() - update.endpoints_delta().remove_size();
}

} // namespace

class TestReplicas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!EtcdProcess::isInstalled())
            QSKIP("etcd-server and etcd-client are not installed");
    }
    void init();
    void cleanup();

    void tellTheSame();
    void knowEachOthersProxies();
    void keepTrailsThatHold();
    void goOnWhenTheLeaderIsKilled();
    void serveWhatTheyHaveWhileEtcdIsAway();

private:
    std::unique_ptr<ControlProcess> replica(const QString& name,
                                            std::shared_ptr<const FleetTrust> trust);
    QJsonArray verifiedTrails();

    std::unique_ptr<EtcdProcess> m_etcd;
    std::shared_ptr<const FleetTrust> m_trust;
    std::unique_ptr<ControlProcess> m_first; // the leader: it was there before the other
    std::unique_ptr<ControlProcess> m_second;
};

void TestReplicas::init() {
    m_etcd = std::make_unique<EtcdProcess>();
    m_etcd->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_etcd->ctl({"endpoint", "status"}), 20'000);
    write(m_etcd->path("token.key"), tls::PrivateKey::generate().value().pem());
    m_trust = std::make_shared<const FleetTrust>(m_etcd->path("."));
    m_first = replica("one", m_trust);
    QVERIFY(m_first->start());
    m_second = replica("two", m_trust);
    QVERIFY(m_second->start());
}

void TestReplicas::cleanup() {
    m_second.reset();
    m_first.reset();
    m_etcd.reset();
}

std::unique_ptr<ControlProcess> TestReplicas::replica(const QString& name,
                                                      std::shared_ptr<const FleetTrust> trust) {
    auto control = std::make_unique<ControlProcess>(std::move(trust));
    control->setObjects(kObjects);
    control->addFlags({"--store", "etcd=" + QString::fromStdString(m_etcd->endpoint()), "--replica",
                       name, "--join-token-key", m_etcd->path("token.key")});
    return control;
}

void TestReplicas::tellTheSame() {
    const int before = objectsIn(*m_first);
    QCOMPARE(objectsIn(*m_second), before);
    QVERIFY(apply(*m_first, kCards));
    QTRY_COMPARE(objectsIn(*m_second), before + 1);
    // A token of one is good at the other, and pinned for both.
    const std::string token = Person(*m_first, "admin").token("ledger");
    TestProxy ledger("ledger", "ledger-1");
    QVERIFY(ledger.join(*m_second, token).ok());
    TestProxy thief("ledger", "ledger-1");
    QCOMPARE(thief.join(*m_first, token).error_code(), ::grpc::StatusCode::UNAUTHENTICATED);
    QVERIFY(ledger.renew(*m_first).ok());
}

void TestReplicas::knowEachOthersProxies() {
    Person admin(*m_first, "admin");
    TestProxy payments("payments", "payments-1");
    QVERIFY(payments.join(*m_first, admin.token("payments")).ok());
    TestProxy ledger("ledger", "ledger-1");
    QVERIFY(ledger.join(*m_first, admin.token("ledger")).ok());
    const auto watching = payments.connect(*m_first, subscribingToLedger(payments));
    QCOMPARE(watching->next().endpoints().endpoints_size(), 0);
    auto serving = ledger.connect(*m_second, ledger.hello());
    QCOMPARE(nextChange(*watching), 1);
    serving.reset();
    QCOMPARE(nextChange(*watching), -1);
    // One that is killed tells nobody: its proxies count until they have had time to come over.
    serving = ledger.connect(*m_second, ledger.hello());
    QCOMPARE(nextChange(*watching), 1);
    m_second->kill();
    QElapsedTimer took;
    took.start();
    QCOMPARE(nextChange(*watching), -1);
    QVERIFY2(took.elapsed() > 8'000, qPrintable(QString::number(took.elapsed())));
}

QJsonArray TestReplicas::verifiedTrails() {
    const Pair viewer = m_trust->person("viewer");
    write(m_etcd->path("viewer.pem"), viewer.certificate);
    write(m_etcd->path("viewer.key"), viewer.key);
    write(m_etcd->path("fleet.yaml"),
          "apiVersion: causeway.dev/v1alpha1\nkind: Fleet\nmetadata: {name: talk}\nspec:\n"
          "  trustDomain: talk.mesh\n  trustAnchors: anchors.pem\n"
          "  client: {certificate: viewer.pem, key: viewer.key}\n"
          "  clusters: [{name: aws, cloud: aws, region: eu-west-1, admin: \""
              + m_first->adminAddress() + "\"}]\n");
    QProcess ctl;
    endWithTest(ctl);
    ctl.start(CAUSEWAY_BIN_DIR "/causewayctl",
              {"--fleet", m_etcd->path("fleet.yaml"), "audit", "verify", "-o", "json"});
    ctl.waitForFinished();
    const auto out = ctl.readAllStandardOutput();
    if (ctl.exitCode() != 0)
        qWarning("%s%s", out.constData(), ctl.readAllStandardError().constData());
    return QJsonDocument::fromJson(out).object()["trails"].toArray();
}

void TestReplicas::keepTrailsThatHold() {
    QVERIFY(apply(*m_first, kCards));
    auto changed = kCards;
    QVERIFY(apply(*m_second, changed.replace("port: 80", "port: 81")));
    QVERIFY(apply(*m_second, changed.replace("port: 81", "port: 82")));
    auto trails = verifiedTrails();
    QCOMPARE(trails.size(), 2);
    QCOMPARE(trails.at(0)["trail"].toString(), QString("one"));
    QCOMPARE(trails.at(1)["trail"].toString(), QString("two"));
    for (const QJsonValue trail : trails)
        QVERIFY2(trail["intact"].toBool(), QJsonDocument(trails).toJson());
    // Somebody takes a record out of the second one.
    QVERIFY(m_etcd->ctl({"del", "/causeway/audit/records/two/0000000000000001"}));
    trails = verifiedTrails();
    QVERIFY(trails.at(0)["intact"].toBool());
    QVERIFY2(!trails.at(1)["intact"].toBool(), QJsonDocument(trails).toJson());
}

void TestReplicas::goOnWhenTheLeaderIsKilled() {
    QVERIFY(apply(*m_first, kCards));
    m_first->kill();
    auto changed = kCards;
    QVERIFY(apply(*m_second, changed.replace("port: 80", "port: 81")));
    // The other takes over when the lease has ended.
    const QString led = "replica two leads from now on";
    QTRY_VERIFY_WITH_TIMEOUT(m_second->readOutput().contains(led), 15'000);
    QVERIFY(m_first->start());
    QTRY_COMPARE(objectsIn(*m_first), objectsIn(*m_second));
    const auto trails = verifiedTrails();
    for (const QJsonValue trail : trails)
        QVERIFY(trail["intact"].toBool());
}

void TestReplicas::serveWhatTheyHaveWhileEtcdIsAway() {
    Person admin(*m_first, "admin");
    TestProxy payments("payments", "payments-1");
    QVERIFY(payments.join(*m_first, admin.token("payments")).ok());
    TestProxy ledger("ledger", "ledger-1");
    QVERIFY(ledger.join(*m_first, admin.token("ledger")).ok());
    m_etcd->pause();
    // Its own proxies: who comes, and leaves that run out.
    const auto watching = payments.connect(*m_first, subscribingToLedger(payments));
    QCOMPARE(watching->next().endpoints().endpoints_size(), 0);
    const auto serving = ledger.connect(*m_first, ledger.hello());
    QCOMPARE(nextChange(*watching), 1);
    QVERIFY(ledger.renew(*m_first).ok());
    QVERIFY(!apply(*m_first, kCards));
    m_etcd->resume();
    QTRY_VERIFY_WITH_TIMEOUT(apply(*m_first, kCards), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(objectsIn(*m_second), objectsIn(*m_first), 20'000);
    auto changed = kCards; // the trail goes on as well, whatever became of what was not answered
    QVERIFY(apply(*m_first, changed.replace("port: 80", "port: 81")));
    const auto trails = verifiedTrails();
    QVERIFY2(trails.at(0)["intact"].toBool(), QJsonDocument(trails).toJson());
}

QTEST_GUILESS_MAIN(TestReplicas)
#include "tst_replicas.moc"
