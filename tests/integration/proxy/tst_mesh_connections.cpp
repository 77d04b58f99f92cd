// SPDX-License-Identifier: Apache-2.0
// Connections between real proxies: their TLS sessions are taken up again, once each and not across
// a rotation, and the kernel's figures of them are told by leg.
#include "fixtures.h"
#include "test_client.h"

#include <QTest>

#include <csignal>

using namespace causeway;
using http::Version;

namespace {

// Of the caller's sidecar with the callee's, which takes one request a connection.
struct Handshakes {
    explicit Handshakes(Pair& pair)
        : full(pair.caller->metric("causeway_tls_handshakes_total",
                                   {"peer=\"dst\"", "resumed=\"false\""})),
          resumed(pair.caller->metric("causeway_tls_handshakes_total",
                                      {"peer=\"dst\"", "resumed=\"true\""})) {}
    double full, resumed;
};

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

int ask(TestClient& client, const char* service) {
    return client.get({service, "/x", "GET", "", {}}).status;
}

struct Account {
    const char* cluster;
    const char* name;
    const char* ns = "bank";
};

// A new key and leaf for a proxy, in their place when this returns.
void rotate(StaticMesh& mesh, ProxyProcess& proxy, const std::string& name,
            const Account& account) {
    const auto before = proxy.log().count("certificates read anew");
    mesh.writeLeaf(name, account.cluster, account.name, account.ns);
    proxy.signal(SIGHUP);
    QVERIFY(waitFor([&] { return proxy.log().count("certificates read anew") > before; }));
}

} // namespace

class TestMeshConnections : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sessionsAreResumedUntilSomebodyRotates() {
        Pair pair{Version::Http11, 1, "  maxRequestsPerConnection: 1\n"};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http2);
        for (int i = 0; i < 6; ++i)
            QCOMPARE(ask(client, "ledger"), 200);
        // One after the other: whoever comes later has the ticket of the one before.
        const Handshakes first(pair);
        QCOMPARE(first.full, 1.0);
        QCOMPARE(first.resumed, 5.0);
        ProxyProcess& callee = *pair.sidecars[0];
        QCOMPARE(
            callee.metric("causeway_tls_handshakes_total", {"peer=\"src\"", "resumed=\"true\""}),
            5.0);
        // Who it is stays known.
        QCOMPARE(callee.metric("request_total",
                               {"client_id=\"" + StaticMesh::idOf("aws", "payments") + "\""}),
                 6.0);
        rotate(pair.mesh, callee, "ledger-1", {"aws", "ledger"});
        QCOMPARE(ask(client, "ledger"), 200);
        QCOMPARE(Handshakes(pair).full, 2.0); // the server's tickets are of before
        rotate(pair.mesh, *pair.caller, "payments-1", {"aws", "payments"});
        QCOMPARE(ask(client, "ledger"), 200);
        const Handshakes third(pair);
        QCOMPARE(third.full, 3.0); // the client has another leaf to prove
        QCOMPARE(ask(client, "ledger"), 200);
        QCOMPARE(Handshakes(pair).resumed, third.resumed + 1);
    }
    // A gateway's word about a caller is signed: with the key of the connection that it goes over.
    void aGatewayThatHasAnotherKeyIsStillBelieved() {
        Clouds clouds;
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TestClient client(clouds.outbound, Version::Http11);
        QCOMPARE(ask(client, "ledger-gcp"), 200);
        rotate(clouds.mesh, *clouds.ingress, "ingress", {"gcp", "gateway", "causeway"});
        QCOMPARE(ask(client, "ledger-gcp"), 200);
        rotate(clouds.mesh, *clouds.egress, "egress", {"aws", "gateway", "causeway"});
        QCOMPARE(ask(client, "ledger-gcp"), 200);
        QCOMPARE(
            clouds.callee->metric("request_total",
                                  {"client_id=\"" + StaticMesh::idOf("aws", "payments") + "\""}),
            3.0);
    }
    void theKernelsFiguresAreToldByLeg() {
        Clouds clouds;
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TestClient client(clouds.outbound, Version::Http11);
        for (int i = 0; i < 6; ++i)
            QCOMPARE(ask(client, "ledger-gcp"), 200);
        const auto of = [](ProxyProcess& proxy, const char* name, const char* leg) {
            return proxy.metric(name, {"leg=\"" + std::string(leg) + "\""});
        };
        QVERIFY(clouds.egress->page("/metrics")
                    .find("causeway_tcp_rtt_ms_count{leg=\"wire\",link=\"aws:gcp\"}")
                != std::string::npos);
        QCOMPARE(of(*clouds.egress, "causeway_tcp_opened_total", "wire"), 6.0);
        QCOMPARE(of(*clouds.egress, "causeway_tcp_resumed_total", "wire"), 5.0);
        // Each lived shorter than from one look to the next, and was read as it closed.
        QVERIFY(
            waitFor([&] { return of(*clouds.egress, "causeway_tcp_connections", "wire") == 0; }));
        QCOMPARE(of(*clouds.egress, "causeway_tcp_rtt_ms_count", "wire"), 6.0);
        QVERIFY(of(*clouds.egress, "causeway_tcp_segments_total", "wire") >= 12);
        QVERIFY(of(*clouds.egress, "causeway_tcp_delivery_rate_bytes", "wire") > 0);
        QCOMPARE(of(*clouds.caller, "causeway_tcp_connections", "to-egress"), 1.0);
        QCOMPARE(of(*clouds.ingress, "causeway_tcp_connections", "to-callee"), 1.0);
        // Plain text to the application beside it is nobody's wire.
        QVERIFY(clouds.callee->page("/metrics").find("causeway_tcp_rtt_ms") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestMeshConnections)
#include "tst_mesh_connections.moc"
