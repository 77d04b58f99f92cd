// SPDX-License-Identifier: Apache-2.0
// What a proxy does before something runs out, and how it notices that a peer is dead: requests under
// way, descriptors, memory; HTTP/2 keepalive. And whom an application insists on.
#include "fixtures.h"
#include "hostile_edge.h"
#include "support/instrumented.h"

#include <QElapsedTimer>

#include <sys/resource.h>

#include <csignal>

namespace {

// payments' sidecar alone, in front of applications in plain text.
std::unique_ptr<ProxyProcess> caller(StaticMesh& mesh, std::uint16_t outbound, std::uint16_t app,
                                     const std::string& spec) {
    mesh.writeLeaf("payments-1", "aws", "payments");
    return mesh.start("payments-1",
                      "  cluster: aws\n  workload: payments\n" + spec
                          + "  listeners: [{role: outbound, address: " + quoted(outbound)
                          + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                            "    endpoints: [{address: "
                          + quoted(app) + ", protocol: HTTP/1}]\n",
                      cluster("aws") + service(8080));
}

// For what is started while this lives.
class FewDescriptors {
public:
    explicit FewDescriptors(rlim_t count) {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit few{count, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class TestLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestsBeyondTheBoundFailFast() {
        StaticMesh mesh;
        const std::uint16_t outbound = freePort();
        TestApp slow("ledger-1", http::Version::Http11);
        const auto proxy = caller(mesh, outbound, slow.port(), "  maxRequests: 5\n");
        QVERIFY2(proxy->waitUntilReady(), qPrintable(proxy->log()));
        TestClient client(outbound, http::Version::Http2);
        std::vector<std::shared_ptr<TestResponse>> held;
        for (int i = 0; i < 5; ++i)
            held.push_back(client.send({"ledger", "/slow"}));
        QVERIFY(client.waitFor([&] { return slow.waiting() == 5; }));
        const auto refused = client.get({"ledger", "/x"});
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.headers.at("causeway-error"), std::string("overloaded"));
        QCOMPARE(proxy->metric("causeway_load_shed_total", {"reason=\"requests\""}), 1.0);
        QCOMPARE(proxy->metric("outbound_http_errors_total", {"error=\"loadshed\""}), 1.0);
        slow.release();
        for (const auto& each : held) {
            QVERIFY(client.waitFor(each));
            QCOMPARE(each->status, 200);
        }
        QCOMPARE(client.get({"ledger", "/x"}).status, 200);
    }

    void connectionsWaitBeforeDescriptorsRunOut() {
        StaticMesh mesh;
        TestApp app("ledger-1", http::Version::Http11);
        const std::uint16_t outbound = freePort();
        std::unique_ptr<ProxyProcess> proxy;
        {
            const FewDescriptors few(120);
            proxy = caller(mesh, outbound, app.port(), "");
        }
        QVERIFY2(proxy->waitUntilReady(), qPrintable(proxy->log()));
        TestClient early(outbound, http::Version::Http11);
        QCOMPARE(early.get({"ledger", "/x"}).status, 200);
        std::vector<std::unique_ptr<TcpPeer>> idle;
        for (int i = 0; i < 100; ++i)
            idle.push_back(std::make_unique<TcpPeer>(at(outbound)));
        QVERIFY(QTest::qWaitFor(
            [&] { return proxy->metric("causeway_accept_pauses_total", {}) == 1; }, 10'000));
        QVERIFY(proxy->metric("process_open_fds", {}) < 110);
        QCOMPARE(early.get({"ledger", "/x"}).status, 200); // who is in is served
        TcpPeer late(at(outbound));
        QVERIFY(late.send("GET /x HTTP/1.1\r\nHost: ledger\r\nConnection: close\r\n\r\n"));
        idle.clear();
        std::string answer;
        QVERIFY(late.readToEnd(answer)); // and who waited is served once there is room
        QVERIFY2(answer.starts_with("HTTP/1.1 200"), answer.c_str());
    }

    void requestsAreRefusedBeforeMemoryRunsOut() {
        if (kInstrumented)
            QSKIP("an instrumented proxy is over this limit before it begins");
        StaticMesh mesh;
        TcpApp app(serve);
        const std::uint16_t outbound = freePort();
        const auto proxy = caller(mesh, outbound, app.port(), "  memoryLimitMiB: 24\n");
        QVERIFY2(proxy->waitUntilReady(), qPrintable(proxy->log()));
        TestClient client(outbound, http::Version::Http11);
        QCOMPARE(client.get({"ledger", "/x"}).status, 200);
        // Large responses that nobody reads: each holds some hundred KiB.
        std::vector<std::unique_ptr<TcpPeer>> greedy;
        int status = 200;
        for (int i = 0; i < 400 && status == 200; ++i) {
            greedy.push_back(std::make_unique<TcpPeer>(connectSmall(outbound)));
            greedy.back()->send("GET /big HTTP/1.1\r\nHost: ledger\r\n\r\n");
            if (i % 10 == 9)
                QTest::qWait(50);
            status = client.get({"ledger", "/x"}).status;
        }
        QCOMPARE(status, 503);
        QVERIFY(proxy->metric("causeway_load_shed_total", {"reason=\"memory\""}) >= 1);
        greedy.clear();
        QVERIFY(QTest::qWaitFor([&] { return client.get({"ledger", "/x"}).status == 200; }, 10'000));
    }

    void aPeerThatIsDeadIsNoticedByBothSides() {
        Pair pair(http::Version::Http11, 1, "  keepaliveInterval: 300ms\n  keepaliveTimeout: 300ms\n");
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, http::Version::Http11);
        QCOMPARE(client.get({"ledger", "/x"}).status, 200);
        QTest::qWait(1500); // several intervals: who is alive answers, and the connection stays
        QCOMPARE(client.get({"ledger", "/x"}).status, 200);
        QCOMPARE(pair.caller->metric("tcp_open_total", {"peer=\"dst\""}), 1.0);
        const auto waiting = client.send({"ledger", "/slow"});
        QVERIFY(client.waitFor([&] { return pair.apps[0]->waiting() == 1; }));
        pair.sidecars[0]->signal(SIGSTOP);
        QElapsedTimer took;
        took.start();
        QVERIFY(client.waitFor(waiting));
        QCOMPARE(waiting->status, 502);
        QVERIFY2(took.elapsed() < 10'000, "only the kernel noticed");
        pair.sidecars[0]->signal(SIGCONT);
        QVERIFY(QTest::qWaitFor([&] { return client.get({"ledger", "/x"}).status == 200; }, 10'000));
        pair.caller->signal(SIGSTOP);
        QVERIFY(QTest::qWaitFor(
            [&] { return pair.sidecars[0]->metric("tcp_open_connections", {"peer=\"src\""}) == 0; },
            10'000));
        pair.caller->signal(SIGCONT);
    }

    void anApplicationMayInsistOnAnIdentity() {
        Pair pair;
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, http::Version::Http11);
        const auto ask = [&](const std::string& id) {
            return client.get({"ledger", "/head", "GET", "", {{"l5d-require-id", id}}});
        };
        const auto seen = ask(StaticMesh::idOf("aws", "ledger"));
        QCOMPARE(seen.status, 200);
        QVERIFY2(seen.body.find("l5d-require-id") == std::string::npos, seen.body.c_str());
        const auto refused = ask(StaticMesh::idOf("aws", "vault"));
        QCOMPARE(refused.status, 502);
        QCOMPARE(refused.headers.at("causeway-error"), std::string("identity-required"));
    }

    void gatewaysSayWhoForwarded() {
        Clouds clouds;
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TestClient client(clouds.outbound, http::Version::Http11);
        const auto seen = client.get({"ledger-gcp", "/head"});
        QCOMPARE(seen.status, 200);
        for (const std::string& by : {StaticMesh::idOf("aws", "gateway", "causeway"),
                                      StaticMesh::idOf("gcp", "gateway", "causeway")})
            QVERIFY2(seen.body.find("forwarded: by=\"" + by + "\";for=\""
                                    + StaticMesh::idOf("aws", "payments")
                                    + "\";host=\"ledger.bank.svc.gcp.mesh")
                         != std::string::npos,
                     seen.body.c_str());
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
