// SPDX-License-Identifier: Apache-2.0
// The PROXY protocol at a real proxy: from balancers only, whatever comes behind the header,
// hostile ones among them; and to the application beside it.
#include "fixtures.h"
#include "tcp_peer.h"
#include "test_client.h"

#include <QTest>

using namespace causeway;

namespace {

const std::string kHeader = "PROXY TCP4 192.0.2.7 10.0.0.1 51234 443\r\n";
const std::string kGet = "GET /x HTTP/1.1\r\nHost: ledger\r\nConnection: close\r\n\r\n";

std::string at(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

// Strangers come in through a balancer at 127.0.0.0/8, or through one that is elsewhere.
struct Edge {
    explicit Edge(const std::string& balancers = "127.0.0.0/8") {
        std::string open = cluster("aws");
        open.replace(open.find("all-authenticated"), 17, "all-unauthenticated");
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        proxy = mesh.start("ledger-1",
                           "  cluster: aws\n  workload: ledger\n  headerTimeout: 1s\n"
                           "  accessLog: {format: json, file: access.log}\n"
                           "  listeners:\n  - {role: edge, address: "
                               + quoted(port) + ", tls: false, port: " + std::to_string(app.port())
                               + ", proxyProtocolFrom: [\"" + balancers + "\"]}\n",
                           open + service(app.port()) + workload("ledger-1", app.port()));
    }
    double refused(const char* kind) {
        return proxy->metric("causeway_refused_total",
                             {"kind=\"" + std::string(kind) + "\"", "peer=\"src\""});
    }
    QByteArray accessLog() {
        QFile file(mesh.folder() + "/access.log");
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    TestApp app{"ledger-1", http::Version::Http11};
    StaticMesh mesh;
    std::uint16_t port = freePort();
    std::unique_ptr<ProxyProcess> proxy;
};

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

// What the application is sent before the client's own bytes.
struct Announced {
    explicit Announced(const std::string& version) {
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        mesh.writeLeaf("payments-1", "aws", "payments");
        callee = mesh.start("ledger-1",
                            "  cluster: aws\n  workload: ledger\n  appProxyProtocol: [{port: "
                                + std::to_string(app.port()) + ", version: " + version
                                + "}]\n  listeners: [{role: inbound, address: " + quoted(inbound)
                                + "}]\n",
                            cluster("aws") + service(app.port(), "linkerd.io/opaque")
                                + workload("ledger-1", app.port()));
        caller = mesh.start("payments-1",
                            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, "
                            "address: "
                                + quoted(local)
                                + ", service: \"ledger.bank:80\"}]\n  endpoints:\n"
                                  "  - destination: ledger.bank.svc.aws.mesh:80\n    endpoints: "
                                  "[{address: "
                                + quoted(inbound) + ", identity: \""
                                + StaticMesh::idOf("aws", "ledger") + "\"}]\n",
                            cluster("aws") + service(8080, "linkerd.io/opaque"));
    }
    bool ready() { return caller->waitUntilReady() && callee->waitUntilReady(); }

    TcpApp app{TcpApp::echo};
    StaticMesh mesh;
    std::uint16_t inbound = freePort(), local = freePort();
    std::unique_ptr<ProxyProcess> caller, callee;
};

} // namespace

class TestProxyProtocol : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBalancerSaysWhoItIs() {
        Edge edge;
        QVERIFY2(edge.proxy->waitUntilReady(), qPrintable(edge.proxy->log()));
        QVERIFY(TestClient::raw(edge.port, kHeader + kGet).starts_with("HTTP/1.1 200"));
        QVERIFY(waitFor([&] { return edge.accessLog().contains("192.0.2.7"); }));
        // Byte by byte, and in two pieces across its end.
        for (const std::size_t cut : {std::size_t(1), kHeader.size(), kHeader.size() + 3}) {
            TcpPeer client(at(edge.port));
            const std::string all = kHeader + kGet;
            for (std::size_t i = 0; i < all.size(); i += cut)
                QVERIFY(client.send(all.substr(i, cut)));
            QVERIFY(client.read(12).starts_with("HTTP/1.1 200"));
        }
        // A health check keeps the balancer's own address; one without a byte is nothing at all.
        QVERIFY(TestClient::raw(edge.port, "PROXY UNKNOWN\r\n" + kGet).starts_with("HTTP/1.1 200"));
        QVERIFY(waitFor([&] { return edge.accessLog().contains("127.0.0.1"); }));
        TcpPeer(at(edge.port)).close();
        QCOMPARE(edge.refused("proxy-header"), 0.0);
    }
    void whatIsNoHeaderIsRefusedAndOthersAreServed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("none at all") << QByteArray::fromStdString(kGet);
        QTest::newRow("twice: the second is a request") << QByteArray();
        QTest::newRow("malformed") << QByteArray("PROXY TCP4 192.0.2.7 10.0.0.1 1\r\n");
        QTest::newRow("from this host") << QByteArray("PROXY TCP4 127.0.0.1 10.0.0.1 1 2\r\n");
        QTest::newRow("from this host, mapped")
            << QByteArray("PROXY TCP6 ::ffff:127.0.0.1 fd00::1 1 2\r\n");
        QTest::newRow("from nowhere") << QByteArray("PROXY TCP6 :: fd00::1 1 2\r\n");
        QTest::newRow("endless") << QByteArray("PROXY UNKNOWN " + QByteArray(100'000, 'x'));
        QTest::newRow("version 2, endless")
            << QByteArray("\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff", 16) + QByteArray(70'000, 'x');
    }
    void whatIsNoHeaderIsRefusedAndOthersAreServed() {
        QFETCH(const QByteArray, bytes);
        Edge edge;
        QVERIFY2(edge.proxy->waitUntilReady(), qPrintable(edge.proxy->log()));
        if (bytes.isEmpty()) {
            QVERIFY(
                TestClient::raw(edge.port, kHeader + kHeader + kGet).starts_with("HTTP/1.1 400"));
        } else {
            QCOMPARE(TestClient::raw(edge.port, bytes.toStdString()), std::string());
            QVERIFY(waitFor([&] { return edge.refused("proxy-header") == 1; }));
        }
        QCOMPARE(edge.app.requests(), 0);
        QVERIFY(TestClient::raw(edge.port, kHeader + kGet).starts_with("HTTP/1.1 200"));
    }
    void whoeverNeverEndsTheHeaderIsLetGo() {
        Edge edge;
        QVERIFY(edge.proxy->waitUntilReady());
        std::string rest;
        TcpPeer silent(at(edge.port)), half(at(edge.port));
        QVERIFY(half.send("PROXY TCP4 192.0"));
        QVERIFY(silent.readToEnd(rest) && half.readToEnd(rest));
        QVERIFY(rest.empty());
        QVERIFY(waitFor([&] { return edge.refused("slow-head") == 2; }));
    }
    void nobodyElseIsBelieved() {
        Edge edge("10.9.0.0/16");
        QVERIFY(edge.proxy->waitUntilReady());
        QVERIFY(TestClient::raw(edge.port, kHeader + kGet).starts_with("HTTP/1.1 400"));
        QVERIFY(TestClient::raw(edge.port, kGet).starts_with("HTTP/1.1 200"));
        QVERIFY(waitFor([&] { return edge.accessLog().count("127.0.0.1") > 0; }));
        QVERIFY(!edge.accessLog().contains("192.0.2.7"));
    }
    void theApplicationIsToldWhoItIs_data() {
        QTest::addColumn<QString>("version");
        QTest::newRow("v1") << "v1";
        QTest::newRow("v2") << "v2";
    }
    void theApplicationIsToldWhoItIs() {
        QFETCH(const QString, version);
        Announced mesh(version.toStdString());
        QVERIFY2(mesh.ready(), qPrintable(mesh.callee->log()));
        TcpPeer client(at(mesh.local));
        QVERIFY(client.send("hello"));
        client.endSending();
        std::string echoed;
        QVERIFY(client.readToEnd(echoed));
        QVERIFY(echoed.ends_with("hello"));
        if (version == "v1") {
            QCOMPARE(echoed, "PROXY TCP4 127.0.0.1 127.0.0.1 0 " + std::to_string(mesh.app.port())
                                 + "\r\nhello");
        } else {
            QVERIFY(echoed.starts_with(std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11", 14)));
            QVERIFY(echoed.find(StaticMesh::idOf("aws", "payments")) != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TestProxyProtocol)
#include "tst_proxy_protocol.moc"
