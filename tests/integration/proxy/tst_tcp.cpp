// SPDX-License-Identifier: Apache-2.0
// Bytes that are no HTTP, through real proxies: declared and detected, by listeners and by CONNECT,
// inside a cluster and across clouds, their ends, their refusals, and what is counted of them.
#include "fixtures.h"
#include "support/instrumented.h"
#include "tcp_peer.h"
#include "test_client.h"

#include <QTest>

#include <sys/socket.h>

#include <array>
#include <csignal>

using namespace causeway;

namespace {

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

std::string at(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

// payments' sidecar → mutual TLS → ledger's sidecar → a TCP application.
struct TcpPair {
    explicit TcpPair(TcpApp::Serve serve, const std::string& protocol = "linkerd.io/opaque",
                     const std::function<std::string(std::uint16_t)>& objects = {})
        : app(std::move(serve)) {
        const std::uint16_t inbound = freePort();
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        calleeObjects =
            cluster("aws") + service(app.port(), protocol) + workload("ledger-1", app.port());
        callee = mesh.start("ledger-1",
                            "  cluster: aws\n  workload: ledger\n"
                            "  listeners: [{role: inbound, address: "
                                + quoted(inbound) + "}]\n",
                            calleeObjects + (objects ? objects(app.port()) : ""));
        outbound = freePort();
        local = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        caller =
            mesh.start("payments-1",
                       "  cluster: aws\n  workload: payments\n"
                       "  listeners:\n  - {role: outbound, address: "
                           + quoted(outbound) + "}\n  - {role: outbound, address: " + quoted(local)
                           + ", service: \"ledger.bank:80\"}\n"
                             "  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                             "    endpoints: [{address: "
                           + quoted(inbound) + ", identity: \"" + StaticMesh::idOf("aws", "ledger")
                           + "\", workload: ledger, instance: ledger-1}]\n",
                       cluster("aws") + service(8080, protocol));
    }
    bool ready() { return caller->waitUntilReady() && callee->waitUntilReady(); }
    QString logs() { return caller->log() + callee->log(); }

    TcpApp app;
    StaticMesh mesh;
    std::string calleeObjects;
    std::unique_ptr<ProxyProcess> caller, callee;
    std::uint16_t outbound = 0, local = 0;
};

void greet(TcpPeer& peer) {
    peer.send("220 ready\r\n");
    TcpApp::echo(peer);
}

std::string connectTo(TcpPeer& peer, const std::string& target) {
    peer.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
    std::string head;
    while (head.find("\r\n\r\n") == head.npos) {
        const std::string more = peer.read(1);
        if (more.empty())
            break;
        head += more;
    }
    return head;
}

} // namespace

class TestTcp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void declaredOpaqueBytesCrossAndEndInEitherOrder() {
        TcpPair pair(TcpApp::echo);
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.local));
        QVERIFY(client.send("hello"));
        QCOMPARE(client.read(5), std::string("hello"));
        // The client has ended, the answer still comes, then the server's end.
        const std::string large(3'000'000, 'x');
        std::string back;
        std::thread reader([&] { client.readToEnd(back); });
        QVERIFY(client.send(large));
        client.endSending();
        reader.join();
        QCOMPARE(back.size(), large.size());
        QCOMPARE(client.error(), 0);
        QVERIFY(waitFor([&] {
            return pair.callee->metric("request_total", {"causeway_protocol=\"opaque\"",
                                                         "causeway_vantage=\"callee\""})
                   == 1.0;
        }));
        QCOMPARE(pair.caller->metric("request_total",
                                     {"causeway_protocol=\"opaque\"", "causeway_vantage=\"caller\"",
                                      "dst_service=\"ledger\""}),
                 1.0);
    }

    void connectionsAndTheirBytesAreCountedOnce() {
        TcpPair pair(TcpApp::echo);
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        const auto count = [](ProxyProcess& proxy, const char* name, const char* direction,
                              const char* peer) {
            return proxy.metric(name, {std::string("direction=\"") + direction + "\"",
                                       std::string("peer=\"") + peer + "\""});
        };
        TcpPeer first(at(pair.local)), second(at(pair.local));
        for (TcpPeer* client : {&first, &second}) {
            QVERIFY(client->send("hello"));
            QCOMPARE(client->read(5), std::string("hello"));
        }
        // Two came in, one leads on: both share it, and reach two of the application's.
        QCOMPARE(pair.caller->metric("tcp_open_total", {"peer=\"src\""}), 2.0);
        QCOMPARE(count(*pair.caller, "tcp_open_connections", "outbound", "src"), 2.0);
        QCOMPARE(count(*pair.caller, "tcp_open_connections", "outbound", "dst"), 1.0);
        QCOMPARE(count(*pair.callee, "tcp_open_connections", "inbound", "src"), 1.0);
        QCOMPARE(count(*pair.callee, "tcp_open_connections", "inbound", "dst"), 2.0);
        QCOMPARE(count(*pair.caller, "tcp_read_bytes_total", "outbound", "src"), 10.0);
        QCOMPARE(count(*pair.callee, "tcp_write_bytes_total", "inbound", "dst"), 10.0);
        QCOMPARE(pair.caller->metric("causeway_tunnel_open_connections", {"dst_service=\"ledger\""}), 2.0);
        QCOMPARE(pair.caller->metric("causeway_tunnel_client_bytes_total", {}), 10.0);
        QCOMPARE(pair.callee->metric("inbound_http_authz_allow_total", {}), 0.0);
        first.endSending();
        std::string rest;
        QVERIFY(first.readToEnd(rest));
        second.breakOff();
        QVERIFY(waitFor([&] { return count(*pair.caller, "tcp_open_connections", "outbound", "src") == 0; }));
        QCOMPARE(pair.caller->metric("tcp_close_total", {"peer=\"src\"", "errno=\"\""}), 1.0);
        QCOMPARE(pair.caller->metric("tcp_close_total", {"peer=\"src\"", "errno=\"ECONNRESET\""}), 1.0);
        QVERIFY(waitFor([&] {
            return pair.callee->metric("inbound_tcp_authz_allow_total", {"tls=\"true\""}) == 2.0;
        }));
    }

    void theServerMayEndFirstAndStillReads() {
        std::string got;
        std::mutex mutex;
        TcpPair pair([&](TcpPeer& peer) {
            peer.send("bye");
            peer.endSending();
            std::string all;
            peer.readToEnd(all);
            const std::lock_guard lock(mutex);
            got = all;
        });
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.local));
        std::string heard;
        QVERIFY(client.readToEnd(heard));
        QCOMPARE(heard, std::string("bye"));
        const std::string large(1'000'000, 'y');
        QVERIFY(client.send(large));
        client.endSending();
        QVERIFY(waitFor([&] {
            const std::lock_guard lock(mutex);
            return got.size() == large.size();
        }));
    }

    void aSlowReaderHoldsTheSenderBack() {
        std::atomic<bool> go = false;
        TcpPair pair([&](TcpPeer& peer) {
            while (!go)
                std::this_thread::yield();
            std::string all;
            peer.readToEnd(all);
            peer.send(std::to_string(all.size()));
        });
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        const std::array proxies{pair.caller.get(), pair.callee.get()};
        const auto resident = [](ProxyProcess* proxy) {
            return proxy->metric("process_resident_memory_bytes", {});
        };
        const std::array idle{resident(proxies[0]), resident(proxies[1])};
        TcpPeer client(at(pair.local));
        constexpr std::size_t kTotal = 64 * 1024 * 1024;
        std::atomic<std::size_t> sent = 0;
        std::thread sender([&] {
            const std::string piece(1024 * 1024, 'z');
            while (sent < kTotal && client.send(piece))
                sent += piece.size();
            client.endSending();
        });
        // It stops somewhere: proxies and kernels hold a bounded amount.
        std::size_t before = 1;
        QVERIFY(waitFor([&] {
            const std::size_t now = sent;
            QTest::qWait(300); // the observed quantity is a standstill
            return now == sent && std::exchange(before, now) == now;
        }));
        QVERIFY(sent < kTotal);
        for (std::size_t i = 0; i < proxies.size() && !kInstrumented; ++i)
            QCOMPARE_LT(resident(proxies[i]) - idle[i], kTotal / 4.0);
        go = true;
        std::string answer;
        QVERIFY(client.readToEnd(answer));
        sender.join();
        QCOMPARE(answer, std::to_string(kTotal));
    }

    void connectReachesAServiceAndIsRefusedWhereItMustBe() {
        TcpPair pair(greet, "");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.outbound));
        const std::string head = connectTo(client, "ledger.bank:80");
        QVERIFY2(head.starts_with("HTTP/1.1 200"), head.c_str());
        const std::string greeting = head.substr(head.find("\r\n\r\n") + 4);
        QVERIFY(greeting + (greeting.empty() ? client.read(11) : "") == "220 ready\r\n");
        QVERIFY(client.send("ping"));
        QCOMPARE(client.read(4), std::string("ping"));
        TcpPeer nobody(at(pair.outbound));
        QVERIFY(connectTo(nobody, "nobody:80").starts_with("HTTP/1.1 404"));
        TcpPeer nonsense(at(pair.outbound));
        QVERIFY(connectTo(nonsense, "no-port").starts_with("HTTP/1.1 400"));
    }

    void connectToAPortThatIsDeclaredHttpIsRefused() {
        TcpPair pair(TcpApp::echo, "http");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.outbound));
        const std::string head = connectTo(client, "ledger.bank:80");
        QVERIFY2(head.starts_with("HTTP/1.1 405"), head.c_str());
        QVERIFY(head.find("connect-refused") != head.npos);
        QCOMPARE(pair.app.accepted(), 0);
    }

    void policyRefusesOpaqueConnections() {
        TcpPair pair(TcpApp::echo, "linkerd.io/opaque", [](std::uint16_t port) {
            std::string objects = onlyCards(port);
            objects.replace(objects.find("HTTP/1"), 6, "opaque");
            return objects;
        });
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.local));
        client.send("hello");
        QCOMPARE(client.read(1), std::string());
        QCOMPARE(pair.app.accepted(), 0);
        QCOMPARE(pair.callee->metric("inbound_tcp_authz_deny_total", {"srv_name=\"ledger-http\""}), 1.0);
        QCOMPARE(pair.callee->metric("inbound_http_authz_deny_total", {}), 0.0);
    }

    void aBrokenConnectionIsNotAnEnd() {
        TcpPair pair([](TcpPeer& peer) {
            peer.send("part");
            (void)peer.read(2);
            peer.breakOff();
        });
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer client(at(pair.local));
        QCOMPARE(client.read(4), std::string("part"));
        QVERIFY(client.send("go"));
        std::string rest;
        QVERIFY(client.readToEnd(rest));
        QCOMPARE(client.error(), ECONNRESET);
    }

    void detectionTellsProtocolsApart() {
        TcpPair pair(TcpApp::echo, "");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TcpPeer opaque(at(pair.local));
        QVERIFY(opaque.send(std::string("\x00\x01 binary", 9)));
        QCOMPARE(opaque.read(9).size(), std::size_t(9));
        // One byte after the other, and never enough of them to tell.
        TcpPeer client(at(pair.local));
        QVERIFY(client.send("\x16"));
        QVERIFY(client.send("\x03"));
        QVERIFY(client.send(std::string("\x01\x00\x05\x01 hello", 10)));
        QCOMPARE(client.read(12).size(), std::size_t(12));
        QCOMPARE(pair.app.accepted(), 2);
        const auto malformed =
            TestClient::raw(pair.local, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        QVERIFY2(malformed.starts_with("HTTP/1.1 400"), malformed.c_str());
        QCOMPARE(pair.app.accepted(), 2);
    }

    void httpOnADetectedPortIsHttpAlsoAfterALongSilence() {
        TcpPair pair(
            [](TcpPeer& peer) {
                std::string head;
                while (head.find("\r\n\r\n") == head.npos) {
                    const std::string more = peer.read(1);
                    if (more.empty())
                        return;
                    head += more;
                }
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                (void)peer.read(1);
            },
            "");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        const std::string request = "GET /x HTTP/1.1\r\nHost: ledger\r\nConnection: close\r\n\r\n";
        TcpPeer patient(at(pair.local));
        // The server was asked whether it greets; it did not, and the client still decides.
        QVERIFY(waitFor([&] { return pair.app.accepted() == 1; }));
        QVERIFY(patient.send(request));
        std::string answer;
        QVERIFY(patient.readToEnd(answer));
        QVERIFY2(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok"), answer.c_str());
        QVERIFY(TestClient::raw(pair.local, request).starts_with("HTTP/1.1 200"));
        QCOMPARE(pair.caller->metric("request_total", {"causeway_protocol=\"HTTP/1\""}), 2.0);
        QCOMPARE(
            pair.caller->metric("outbound_tcp_detect_http_results_total", {"result=\"http/1\""}),
            2.0);
        QCOMPARE(
            pair.caller->metric("outbound_tcp_detect_http_results_total", {"result=\"error\""}),
            0.0);
    }

    void aServerThatSpeaksFirstIsNotWaitedForAndIsRemembered() {
        TcpPair pair(greet, "");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        // Ten times the ten seconds would be far beyond the test's own limit.
        for (int i = 0; i < 10; ++i) {
            TcpPeer client(at(pair.local));
            QCOMPARE(client.read(11), std::string("220 ready\r\n"));
            QVERIFY(client.send("EHLO"));
            QCOMPARE(client.read(4), std::string("EHLO"));
        }
    }
};

QTEST_GUILESS_MAIN(TestTcp)
#include "tst_tcp.moc"
