// SPDX-License-Identifier: Apache-2.0
// HTTP/1's Upgrade through real proxies: WebSocket both ways, its ends, a server that declines,
// policy that denies, and bytes that come too early.
#include "fixtures.h"
#include "test_client.h"
#include "web_socket.h"

#include <QTest>

using namespace causeway;

namespace {

using Side = WebSocketEnd::Side;

const std::string kKey = "dGhlIHNhbXBsZSBub25jZQ==";

std::string at(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

// /chat: WebSocket, echoing. /declined and /missing: an answer in HTTP, on a connection that lives on.
void serveWebSocket(TcpPeer& peer) {
    std::string early;
    while (true) {
        const std::string head = readHead(peer, early);
        if (head.empty())
            return;
        const std::string key = headerOf(head, "sec-websocket-key");
        if (!head.starts_with("GET /chat ")) {
            const std::string status = head.starts_with("GET /missing ") ? "404 Not Found" : "200 OK";
            peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\nhello");
            continue;
        }
        if (headerOf(head, "upgrade") != "websocket" || headerOf(head, "connection") != "upgrade") {
            peer.send("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
            continue;
        }
        peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                  "Upgrade\r\nSec-WebSocket-Accept: "
                  + WebSocketEnd::acceptOf(key) + "\r\n\r\n");
        break;
    }
    WebSocketEnd end(peer, Side::Server, early);
    end.sendText("welcome");
    for (std::string text = end.readText(); !text.empty(); text = end.readText())
        if (text == "end" ? end.sendClose() : end.sendText(text); text == "end")
            break;
    peer.endSending();
    std::string rest;
    peer.readToEnd(rest);
}

// payments' sidecar → mutual TLS → ledger's sidecar → a WebSocket server that speaks HTTP/1.
struct Mesh {
    explicit Mesh(const std::function<std::string(std::uint16_t)>& objects = {}) {
        const std::uint16_t inbound = freePort();
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        callee = mesh.start("ledger-1",
                            "  cluster: aws\n  workload: ledger\n"
                            "  listeners: [{role: inbound, address: "
                                + quoted(inbound) + "}]\n",
                            cluster("aws") + service(app.port()) + workload("ledger-1", app.port())
                                + (objects ? objects(app.port()) : ""));
        outbound = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        caller = mesh.start("payments-1",
                            "  cluster: aws\n  workload: payments\n"
                            "  listeners: [{role: outbound, address: "
                                + quoted(outbound)
                                + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                                  "    endpoints: [{address: "
                                + quoted(inbound) + ", identity: \""
                                + StaticMesh::idOf("aws", "ledger")
                                + "\", workload: ledger, instance: ledger-1}]\n",
                            cluster("aws") + service(8080));
    }
    bool ready() { return caller->waitUntilReady() && callee->waitUntilReady(); }
    QString logs() { return caller->log() + callee->log(); }

    TcpApp app{serveWebSocket};
    StaticMesh mesh;
    std::unique_ptr<ProxyProcess> caller, callee;
    std::uint16_t outbound = 0;
};

} // namespace

class TestUpgrade : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void webSocketMessagesGoBothWaysAcrossTheMesh() {
        Mesh mesh;
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TcpPeer client(at(mesh.outbound));
        QVERIFY(client.send(webSocketRequest("ledger", "/chat", kKey)));
        std::string early;
        const std::string head = readHead(client, early);
        QVERIFY2(head.starts_with("HTTP/1.1 101 "), head.c_str());
        QCOMPARE(headerOf(head, "upgrade"), std::string("websocket"));
        QCOMPARE(headerOf(head, "sec-websocket-accept"), WebSocketEnd::acceptOf(kKey));
        WebSocketEnd end(client, Side::Client, early);
        QCOMPARE(end.readText(), std::string("welcome")); // the server speaks first
        QVERIFY(end.sendText("hello"));
        QCOMPARE(end.readText(), std::string("hello"));
        const std::string large(2'000'000, 'x');
        std::thread sender([&] { end.sendText(large); });
        const std::string back = end.readText();
        sender.join();
        QVERIFY(back == large);
        for (const auto& [proxy, direction] :
             {std::pair{mesh.caller.get(), "outbound"}, std::pair{mesh.callee.get(), "inbound"}})
            QCOMPARE(proxy->metric("causeway_tunnel_open_connections",
                                   {std::string("direction=\"") + direction,
                                    "causeway_protocol=\"upgraded\""}),
                     1.0);
        // The server closes, in WebSocket and below it; then the client.
        QVERIFY(end.sendText("end"));
        QCOMPARE(end.readText(), std::string());
        std::string rest;
        QVERIFY(client.readToEnd(rest));
        QCOMPARE(client.error(), 0);
        client.close();
        QVERIFY(waitFor([&] {
            return mesh.caller->metric("response_total", {"status_code=\"101\"", "classification=\"success\""})
                   == 1.0;
        }));
    }

    void itCrossesGateways() {
        TcpApp app(serveWebSocket);
        Clouds clouds(app.port());
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TcpPeer client(at(clouds.outbound));
        std::string early;
        QVERIFY(client.send(webSocketRequest("ledger-gcp", "/chat", kKey)));
        const std::string head = readHead(client, early);
        QVERIFY2(head.starts_with("HTTP/1.1 101 "), head.c_str());
        WebSocketEnd end(client, Side::Client, early);
        QCOMPARE(end.readText(), std::string("welcome"));
        QVERIFY(end.sendText("far away"));
        QCOMPARE(end.readText(), std::string("far away"));
        client.endSending();
        std::string rest;
        QVERIFY(client.readToEnd(rest));
        TcpPeer another(at(clouds.outbound));
        early.clear();
        QVERIFY(another.send(webSocketRequest("ledger-gcp", "/declined", kKey)));
        QVERIFY(readHead(another, early).starts_with("HTTP/1.1 200 "));
    }

    void theClientMayEndFirst() {
        Mesh mesh;
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TcpPeer client(at(mesh.outbound));
        std::string early;
        QVERIFY(client.send(webSocketRequest("ledger", "/chat", kKey)));
        QVERIFY(readHead(client, early).starts_with("HTTP/1.1 101 "));
        WebSocketEnd end(client, Side::Client, early);
        QCOMPARE(end.readText(), std::string("welcome"));
        QVERIFY(end.sendText("last words"));
        client.endSending(); // half-closed: the echo still comes, then the server's own end
        QCOMPARE(end.readText(), std::string("last words"));
        std::string rest;
        QVERIFY(client.readToEnd(rest));
        QCOMPARE(client.error(), 0);
        QVERIFY(waitFor([&] {
            return mesh.callee->metric("causeway_tunnel_close_total",
                                       {"causeway_protocol=\"upgraded\"", "errno=\"\""})
                   == 1.0;
        }));
    }

    void whatIsDeclinedGoesOnInHttp() {
        Mesh mesh;
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TcpPeer client(at(mesh.outbound));
        // Sent ahead: must be read as the next request, not handed to the server as it is.
        std::string bytes;
        const std::string next = "GET /declined HTTP/1.1\r\nHost: ledger\r\n\r\n";
        for (const auto& [path, status] : {std::pair{"/declined", "200"}, {"/missing", "404"}}) {
            QVERIFY(client.send(webSocketRequest("ledger", path, kKey) + next));
            for (const std::string& expected : {std::string(status), std::string("200")}) {
                const std::string head = readHead(client, bytes);
                QVERIFY2(head.starts_with("HTTP/1.1 " + expected), head.c_str());
                QVERIFY(headerOf(head, "causeway-status").empty());
                while (bytes.size() < 5)
                    bytes += client.read(1);
                QCOMPARE(bytes.substr(0, 5), std::string("hello"));
                bytes.erase(0, 5);
            }
        }
        QCOMPARE(mesh.caller->metric("request_total", {"direction=\"outbound\""}), 4.0);
        QCOMPARE(mesh.callee->metric("request_total", {"direction=\"inbound\""}), 4.0);
    }

    void policyDeniesAnUpgradeAsItDeniesAnyRequest() {
        Mesh mesh(onlyCards);
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TcpPeer client(at(mesh.outbound));
        QVERIFY(client.send(webSocketRequest("ledger", "/chat", kKey)));
        std::string early;
        const std::string head = readHead(client, early);
        QVERIFY2(head.starts_with("HTTP/1.1 403 "), head.c_str());
        QCOMPARE(mesh.app.accepted(), 0);
        QCOMPARE(mesh.callee->metric("inbound_http_authz_deny_total", {}), 1.0);
    }

    void clientsOfHttp2ReachServersOfHttp1() {
        Mesh mesh;
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TestClient client(mesh.outbound, http::Version::Http2);
        TestRequest request{"ledger", "/chat"};
        request.upgrade = "websocket";
        const auto opened = client.send(request);
        QVERIFY(client.waitFor([&] { return opened->body.size() >= 9; }));
        QCOMPARE(opened->status, 101);
        QCOMPARE(opened->body, std::string("\x81\x07welcome"));
    }

    void otherOffersAreLeftAlone() {
        Mesh mesh;
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        const std::string begin = "GET /declined HTTP/1.1\r\nHost: ledger\r\n";
        for (const char* offer : {"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                                  "HTTP2-Settings: AAMAAABkAAQAAP__\r\n",
                                  "Upgrade: websocket\r\n"}) {
            const auto answer =
                TestClient::raw(mesh.outbound, begin + offer + "Connection: close\r\n\r\n");
            QVERIFY2(answer.starts_with("HTTP/1.1 200"), answer.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
