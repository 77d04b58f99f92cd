// SPDX-License-Identifier: Apache-2.0
#include "integration/control/mesh_client.h"
#include "integration/control/objects.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace causeway;
using namespace causeway::test;

namespace {

v1::ResourceName nameOf(v1::ResourceName::Kind kind, const std::string& name = {}) {
    v1::ResourceName resource;
    resource.set_kind(kind);
    resource.set_name(name);
    return resource;
}

const v1::ResourceName kLedger = nameOf(v1::ResourceName::ENDPOINTS, "ledger.bank.svc.aws.mesh:80");

// A proxy that has joined.
TestProxy joined(const ControlProcess& control, const std::string& account,
                 const std::string& instance) {
    TestProxy proxy(account, instance);
    const auto status = proxy.join(control, Person(control, "admin").token(account));
    if (!status.ok())
        qFatal("%s", status.error_message().c_str());
    return proxy;
}

v1::Hello subscribing(const TestProxy& proxy, const v1::ResourceName& name) {
    v1::Hello hello = proxy.hello();
    *hello.add_subscribe() = name;
    return hello;
}

} // namespace

class TestControl : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesBadStarts_data();
    void refusesBadStarts();
    void saysWhenAPortIsInUse();
    void sharesItsStateWithNobody();
    void stopsWithinThreeSeconds();
    void checksWhoCalls();
    void rolesOnTheWire();
    void joinsAndRenews();
    void configFollowsTheWorld();
    void refusesAnImpostor();
    void resumesAfterARestart();
    void countsOnceOverKills();
    void watchesBeginWithTheWhole();
    void servesARenewedLeaf();
    void saysThatTheDiskIsFull();
};

void TestControl::refusesBadStarts_data() {
    QTest::addColumn<QByteArray>("objects");
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown flag") << kObjects << QStringList{"--colour"} << 2 << "--colour";
    QTest::newRow("bad leaf life")
        << kObjects << QStringList{"--leaf-life", "soon"} << 2 << "--leaf-life";
    QTest::newRow("short leaf life")
        << kObjects << QStringList{"--leaf-life", "2s"} << 2 << "--leaf-life";
    QTest::newRow("unknown store") << kObjects << QStringList{"--store", "mysql"} << 2
                                   << "found mysql; expected sqlite, or etcd=";
    const QStringList etcd{"--store", "etcd=http://127.0.0.1:2379"};
    QTest::newRow("etcd on the network without TLS")
        << kObjects << QStringList{"--store", "etcd=http://10.0.0.1:2379"} << 2
        << "only an etcd on this machine";
    QTest::newRow("etcd without a common token key") << kObjects << etcd << 1 << "--join-token-key";
    QTest::newRow("half a certificate for etcd")
        << kObjects
        << etcd + QStringList{"--join-token-key", "/nowhere.key", "--etcd-key", "/nowhere.key"} << 1
        << "--etcd-certificate and --etcd-key belong together";
    QTest::newRow("no such file") << kObjects << QStringList{"--objects", "/nowhere.yaml"} << 1
                                  << "/nowhere.yaml";
    QTest::newRow("no Cluster") << kCards << QStringList() << 1 << "no Cluster is declared";
    QTest::newRow("not YAML") << QByteArray("{\n") << QStringList() << 1 << "objects.yaml:2:1: ";
    auto unknown = kObjects;
    unknown.replace("region:", "regoin:");
    QTest::newRow("unknown field") << unknown << QStringList() << 1 << "objects.yaml:4";
    auto port = kObjects;
    port.replace("port: 80,", "port: 80000,");
    QTest::newRow("impossible port") << port << QStringList() << 1 << "80000";
}

void TestControl::refusesBadStarts() {
    QFETCH(QByteArray, objects);
    QFETCH(QStringList, flags);
    ControlProcess control;
    control.setObjects(objects);
    control.addFlags(flags);
    QTEST(control.startAndFail(), "code");
    QFETCH(QString, says);
    QVERIFY2(control.output().contains(says), qPrintable(control.output()));
}

void TestControl::saysWhenAPortIsInUse() {
    ControlProcess other;
    other.setObjects(kObjects);
    QVERIFY(other.start());
    ControlProcess control;
    control.setObjects(kObjects);
    const QString address = QString::fromStdString(other.proxiesAddress());
    control.setListen(address);
    const int code = control.startAndFail();
    QVERIFY2(control.output().contains("listen on " + address + ": Address already in use"),
             qPrintable(control.output()));
    QCOMPARE(code, 1);
}

void TestControl::sharesItsStateWithNobody() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    ControlProcess second;
    second.setObjects(kObjects);
    second.setState(control.path("state"));
    QCOMPARE(second.startAndFail(), 1);
    QVERIFY2(second.output().contains("another causeway-control uses"),
             qPrintable(second.output()));
}

void TestControl::stopsWithinThreeSeconds() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    const auto session = ledger.connect(control, subscribing(ledger, kLedger));
    QVERIFY(session->next().has_endpoints());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(control.stop());
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

void TestControl::checksWhoCalls() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const auto ask = [&](const Pair& pair, const std::string& anchors) {
        v1::Cluster cluster;
        const auto api = v1::Admin::NewStub(channelTo(control.adminAddress(), anchors, pair));
        return api->GetCluster(context().get(), {}, &cluster);
    };
    const ControlProcess stranger;
    const std::string& anchors = control.trust().anchorsPem();
    QVERIFY(ask(control.trust().person("viewer"), anchors).ok());
    QCOMPARE(ask(Pair(), anchors).error_code(), ::grpc::StatusCode::UNAVAILABLE);
    QCOMPARE(ask(stranger.trust().person("admin"), anchors).error_code(),
             ::grpc::StatusCode::UNAVAILABLE);
    QCOMPARE(ask(control.trust().person("boss"), anchors).error_code(),
             ::grpc::StatusCode::PERMISSION_DENIED);
    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    QCOMPARE(ask(ledger.pair(), anchors).error_code(), ::grpc::StatusCode::PERMISSION_DENIED);
}

void TestControl::rolesOnTheWire() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    v1::ApplyObjectsRequest apply;
    apply.set_yaml(kCards.toStdString());
    const auto code = [&](const std::string& role) {
        v1::ApplyObjectsResponse response;
        return Person(control, role)
            .api()
            .ApplyObjects(context().get(), apply, &response)
            .error_code();
    };
    QCOMPARE(code("viewer"), ::grpc::StatusCode::PERMISSION_DENIED);
    QCOMPARE(code("reviewer"), ::grpc::StatusCode::PERMISSION_DENIED);
    QCOMPARE(code("author"), ::grpc::StatusCode::OK);
    QVERIFY(Person(control, "author").token("ledger").find("needs role admin")
            != std::string::npos);
    v1::ListServicesResponse services;
    QVERIFY(Person(control, "viewer").api().ListServices(context().get(), {}, &services).ok());
    QCOMPARE(services.services_size(), 2);
    QVERIFY(control.stop());
    QVERIFY(control.output().contains("denied ApplyObjects to spiffe://talk.mesh/user/anna"));
}

void TestControl::joinsAndRenews() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const std::string token = Person(control, "admin").token("ledger");
    TestProxy ledger("ledger", "ledger-1");
    QVERIFY(ledger.join(control, token).ok());
    QVERIFY(ledger.renew(control).ok());
    TestProxy thief("ledger", "ledger-1");
    QCOMPARE(thief.join(control, token).error_code(), ::grpc::StatusCode::UNAUTHENTICATED);
    QCOMPARE(thief.join(control, {}).error_code(), ::grpc::StatusCode::UNAUTHENTICATED);
    QVERIFY(control.stop());
    QVERIFY2(!control.output().contains(QString::fromStdString(token)), "a token is in the log");
}

void TestControl::configFollowsTheWorld() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy payments = joined(control, "payments", "payments-1");
    const auto watching = payments.connect(control, subscribing(payments, kLedger));
    const auto nobody = watching->next();
    QVERIFY(nobody.has_endpoints());
    QCOMPARE(nobody.endpoints().endpoints_size(), 0);

    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    auto serving = ledger.connect(control, ledger.hello());
    const auto came = watching->next();
    QCOMPARE(came.endpoints_delta().add_size(), 1);
    QCOMPARE(came.endpoints_delta().add(0).address(), std::string("10.1.0.11:4143"));
    QCOMPARE(came.sequence(), 2U);
    serving.reset();
    QCOMPARE(watching->next().endpoints_delta().remove_size(), 1);

    v1::ConfigRequest subscribe;
    *subscribe.mutable_subscribe() = nameOf(v1::ResourceName::OUTBOUND_ROUTES, "cards");
    watching->send(subscribe);
    QVERIFY(watching->next().has_absent());
    v1::ApplyObjectsRequest apply;
    apply.set_yaml(kCards.toStdString());
    v1::ApplyObjectsResponse applied;
    QVERIFY(Person(control, "author").api().ApplyObjects(context().get(), apply, &applied).ok());
    QCOMPARE(watching->next().outbound_routes().service(), std::string("cards.bank.svc.aws.mesh"));
}

void TestControl::refusesAnImpostor() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy cards = joined(control, "cards", "cards-1");
    v1::Hello hello = cards.hello();
    hello.mutable_proxy()->set_instance("ledger-1");
    QCOMPARE(cards.connect(control, hello)->finish().error_code(),
             ::grpc::StatusCode::PERMISSION_DENIED);
    ConfigSession nobody(channelTo(control.proxiesAddress(), control.trust().anchorsPem(), Pair()),
                         cards.hello());
    QCOMPARE(nobody.finish().error_code(), ::grpc::StatusCode::UNAUTHENTICATED);
}

void TestControl::resumesAfterARestart() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    const TestProxy payments = joined(control, "payments", "payments-1");
    v1::Held held;
    {
        const auto serving = ledger.connect(control, ledger.hello());
        const auto session = payments.connect(control, subscribing(payments, kLedger));
        auto update = session->next();
        while (update.endpoints().endpoints_size() == 0 && update.endpoints_delta().add_size() == 0)
            update = session->next();
        *held.mutable_name() = kLedger;
        held.set_version(update.version());
        // It remembers who is here with the next turn, and says so by a proxy's figures.
        QVERIFY(payments.report(control, 1, 1, 1) == 1);
        QVERIFY(payments.report(control, 2, 2, 1) == 2);
        control.kill();
    }
    QVERIFY(control.start());
    v1::Hello hello = subscribing(payments, kLedger);
    *hello.add_held() = held;
    const auto again = payments.connect(control, hello);
    // ledger-1 has not come back yet; that it is away is our doing.
    QVERIFY(again->next().has_unchanged());
}

void TestControl::countsOnceOverKills() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy payments = joined(control, "payments", "payments-1");
    QCOMPARE(payments.report(control, 1, 10, 7), 10U);
    control.kill();
    QVERIFY(control.start());
    QCOMPARE(payments.report(control, 8, 15, 7), 15U); // three of them a second time
    Person viewer(control, "viewer");
    QTRY_COMPARE_WITH_TIMEOUT(viewer.requests(), 105U, 15'000);
    QCOMPARE(payments.report(control, 15, 15, 7), 15U);
    QCOMPARE(viewer.requests(), 105U);
}

void TestControl::watchesBeginWithTheWhole() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    Person viewer(control, "viewer");
    const auto call = context();
    const auto watch = viewer.api().WatchInventory(call.get(), {});
    v1::InventoryUpdate update;
    QVERIFY(watch->Read(&update));
    QCOMPARE(update.snapshot().cluster().name(), std::string("aws"));
    QCOMPARE(update.snapshot().services_size(), 1);
    QCOMPARE(update.snapshot().certificates_size(), 4); // anchor, issuer, control's, ledger's
    const auto serving = ledger.connect(control, ledger.hello());
    std::uint32_t ready = 0;
    while (ready == 0 && watch->Read(&update))
        ready = update.service().ready_endpoints();
    QCOMPARE(ready, 1U);
    call->TryCancel();
    std::ignore = watch->Finish();

    std::ignore = ledger.report(control, 1, 1, 5);
    v1::WatchEdgesRequest request;
    request.set_backlog_seconds(30);
    const auto edgesCall = context();
    const auto edges = viewer.api().WatchEdges(edgesCall.get(), request);
    std::uint64_t seen = 0;
    v1::EdgeTick tick;
    while (seen == 0 && edges->Read(&tick))
        for (const auto& edge : tick.edges())
            seen += edge.requests();
    QCOMPARE(seen, 5U);
    edgesCall->TryCancel();
    std::ignore = edges->Finish();
}

void TestControl::servesARenewedLeaf() {
    ControlProcess control;
    control.setObjects(kObjects);
    control.addFlags({"--leaf-life", "10s"});
    QVERIFY(control.start());
    TestProxy ledger = joined(control, "ledger", "ledger-1");
    const auto servedNow = [&] {
        const auto call = context();
        v1::CertifyResponse answer; // refused, but the handshake has told
        std::ignore = v1::Identity::NewStub(
                          channelTo(control.proxiesAddress(), control.trust().anchorsPem(), Pair()))
                          ->Certify(call.get(), {}, &answer);
        const auto pem = call->auth_context()->FindPropertyValues("x509_pem_cert");
        return pem.empty() ? std::string() : std::string(pem[0].data(), pem[0].size());
    };
    const std::string first = servedNow();
    QVERIFY(!first.empty());
    const auto stream = ledger.connect(control, subscribing(ledger, kLedger));
    QVERIFY(stream->next().has_endpoints());
    QTRY_VERIFY_WITH_TIMEOUT(servedNow() != first, 60'000);
    // What was open stays open: it has outlived the certificate it began with.
    v1::ConfigRequest subscribe;
    *subscribe.mutable_subscribe() = nameOf(v1::ResourceName::TRUST_BUNDLE);
    stream->send(subscribe);
    QVERIFY(stream->next().has_trust_bundle());
}

void TestControl::saysThatTheDiskIsFull() {
    ControlProcess control;
    control.setObjects(kObjects);
    QVERIFY(control.start());
    const TestProxy ledger = joined(control, "ledger", "ledger-1");
    const auto apply = [&] {
        v1::ApplyObjectsRequest request;
        request.set_yaml(kCards.toStdString());
        v1::ApplyObjectsResponse response;
        return Person(control, "author").api().ApplyObjects(context().get(), request, &response);
    };
    // Files that may not grow any more stand in for a disk that is full.
    rlimit before{};
    QCOMPARE(::prlimit(control.processId(), RLIMIT_FSIZE, nullptr, &before), 0);
    const rlimit tight{.rlim_cur = 0, .rlim_max = before.rlim_max};
    QCOMPARE(::prlimit(control.processId(), RLIMIT_FSIZE, &tight, nullptr), 0);
    const auto refused = apply();
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error_message().find("store.db") != std::string::npos,
             refused.error_message().c_str());
    TestProxy renewing = ledger; // leaves do not run out because of it
    QVERIFY(renewing.renew(control).ok());
    QCOMPARE(::prlimit(control.processId(), RLIMIT_FSIZE, &before, nullptr), 0);
    QVERIFY(apply().ok());
    QVERIFY(control.stop());
}

QTEST_GUILESS_MAIN(TestControl)
#include "tst_control.moc"
