// SPDX-License-Identifier: Apache-2.0
// What is open ends when the control plane's rules allow it no more: a request that waits for its
// answer, a response that goes on and on, a WebSocket, a connection of opaque bytes. What is still
// allowed goes on.
#include "controlled_mesh.h"
#include "web_socket.h"

#include <QTest>

#include <sstream>

using causeway::http::Version;

namespace {

std::string at(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

// Another port of ledger's workload: opaque, or WebSocket's.
std::string anotherService(const std::string& name, std::uint16_t port, const std::string& protocol) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name
           + ", namespace: bank}\nspec: {selector: {app: ledger}, ports: [{port: 80, targetPort: "
           + std::to_string(port) + ", appProtocol: " + protocol + "}]}\n";
}

std::string closed(const std::string& name, std::uint16_t port, const std::string& protocol) {
    return "---\napiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: " + name
           + ", namespace: bank}\nspec: {port: " + std::to_string(port) + ", proxyProtocol: "
           + protocol
           + ", accessPolicy: deny, externalWorkloadSelector: {matchLabels: {app: ledger}}}\n";
}

void serveWebSocket(TcpPeer& peer) {
    std::string bytes;
    const std::string head = readHead(peer, bytes);
    peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: "
              + WebSocketEnd::acceptOf(headerOf(head, "sec-websocket-key")) + "\r\n\r\n");
    TcpApp::echo(peer);
}

struct Change : Cluster {
    explicit Change(const std::string& more) : Cluster({}, false, {.objects = more}) {}
    bool apply(const std::string& text) {
        write("change.yaml", text);
        QProcess process;
        process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"),
                      {"--fleet", path("fleet.yaml"), "apply", "--cluster", "aws", "-f",
                       path("change.yaml")});
        return process.waitForFinished(kDeadline) && process.exitCode() == 0;
    }
    std::string logs() const {
        return (readAll(path("ledger-1.log")) + readAll(path("control.log"))).toStdString();
    }
};

} // namespace

class TestPolicyChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestsUnderWayEndWhenTheyAreAllowedNoMore() {
        Change cluster({});
        QVERIFY2(cluster.ready(), cluster.logs().c_str());
        TestClient client(cluster.outbound, Version::Http2);
        QVERIFY(QTest::qWaitFor([&] { return client.get({"ledger", "/x"}).status == 200; }, kDeadline));
        cluster.app.script({Scripted{.status = 200, .body = "part", .stuck = true}});
        const auto streaming = client.send({"ledger", "/stream"});
        QVERIFY(client.waitFor([&] { return streaming->body == "part"; }));
        const auto waiting = client.send({"ledger", "/slow"});
        QVERIFY(client.waitFor([&] { return cluster.app.waiting() == 1; }));
        QVERIFY2(cluster.apply(closed("ledger-http", cluster.app.port(), "HTTP/1")),
                 cluster.logs().c_str());
        QVERIFY(client.waitFor(waiting));
        QCOMPARE(waiting->status, 403);
        QVERIFY(client.waitFor([&] { return streaming->reset; }));
        QCOMPARE(streaming->body, std::string("part"));
        // On the same connection: what comes later is judged by the rules as they are.
        QCOMPARE(client.get({"ledger", "/x"}).status, 403);
    }

    void opaqueConnectionsAndUpgradedOnesEndToo() {
        TcpApp opaque(TcpApp::echo), socket(serveWebSocket), kept(TcpApp::echo);
        Change cluster(anotherService("vault", opaque.port(), "linkerd.io/opaque")
                       + anotherService("feed", socket.port(), "http")
                       + anotherService("kept", kept.port(), "linkerd.io/opaque"));
        QVERIFY2(cluster.ready(), cluster.logs().c_str());
        const auto connect = [&](const std::string& service) {
            auto peer = std::make_unique<TcpPeer>(at(cluster.outbound));
            peer->send("CONNECT " + service + ":80 HTTP/1.1\r\nHost: " + service + ":80\r\n\r\n");
            std::string bytes;
            return std::pair(readHead(*peer, bytes), std::move(peer));
        };
        auto [head, vault] = connect("vault");
        QVERIFY2(head.starts_with("HTTP/1.1 200"), (head + cluster.logs()).c_str());
        auto [keptHead, keptPeer] = connect("kept");
        QVERIFY(keptHead.starts_with("HTTP/1.1 200"));
        TcpPeer feed(at(cluster.outbound));
        std::string bytes;
        QVERIFY(feed.send(webSocketRequest("feed", "/", "dGhlIHNhbXBsZSBub25jZQ==")));
        QVERIFY(readHead(feed, bytes).starts_with("HTTP/1.1 101"));
        for (TcpPeer* peer : {vault.get(), keptPeer.get(), &feed}) {
            QVERIFY(peer->send("hello"));
            QCOMPARE(peer->read(5), std::string("hello"));
        }
        QVERIFY(cluster.apply(closed("vault", opaque.port(), "opaque")
                              + closed("feed", socket.port(), "HTTP/1")));
        for (TcpPeer* peer : {vault.get(), &feed}) {
            std::string rest;
            QVERIFY(peer->readToEnd(rest)); // not "came to its end": broken off
            QCOMPARE(rest, std::string());
        }
        QVERIFY(keptPeer->send("still"));
        QCOMPARE(keptPeer->read(5), std::string("still"));
        const std::string metrics = Cluster::page(cluster.ledgerAdmin, "/metrics");
        double terminated = 0;
        std::istringstream lines(metrics);
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("inbound_tcp_authz_terminate_total{"))
                terminated += std::stod(line.substr(line.rfind(' ') + 1));
        QCOMPARE(terminated, 2.0);
    }
};

QTEST_GUILESS_MAIN(TestPolicyChange)
#include "tst_policy_change.moc"
