// SPDX-License-Identifier: Apache-2.0
// causeway-proxy as a process, in static mode: what crosses it, what it refuses, and what survives
// kills, drains and rotations.
#include "fixtures.h"
#include "test_client.h"

#include <QTest>

#include <csignal>

using namespace causeway;
using http::Version;

namespace {

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

} // namespace

class TestProxy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestsCrossTwoProxiesAndArriveAsSent_data() {
        QTest::addColumn<int>("client");
        QTest::addColumn<int>("app");
        QTest::newRow("HTTP/1 to HTTP/1") << int(Version::Http11) << int(Version::Http11);
        QTest::newRow("HTTP/2 to HTTP/2") << int(Version::Http2) << int(Version::Http2);
        QTest::newRow("HTTP/1 to HTTP/2") << int(Version::Http11) << int(Version::Http2);
    }
    void requestsCrossTwoProxiesAndArriveAsSent() {
        QFETCH(const int, client);
        QFETCH(const int, app);
        Pair pair{Version(app)};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient http(pair.outbound, Version(client));
        const auto head = http.get({"ledger:80",
                                    "/head?a=1",
                                    "GET",
                                    "",
                                    {{"x-mine", "1"}, {"causeway-caller", "forged"}}});
        QCOMPARE(head.status, 200);
        const auto seen = http.get(
            {"ledger.bank", "/head", "GET", "", {{"x-mine", "1"}, {"causeway-caller", "forged"}}});
        QVERIFY2(seen.body.starts_with("GET ledger.bank /head\n"), seen.body.c_str());
        QVERIFY(seen.body.find("x-mine: 1\n") != std::string::npos);
        QVERIFY2(seen.body.find("causeway-") == std::string::npos, seen.body.c_str());
        for (const auto& [name, value] : seen.headers)
            QVERIFY2(!name.starts_with("causeway-"), name.c_str());
        const std::string body(700'000, 'b');
        const auto echo = http.get({"ledger", "/echo", "POST", body, {}});
        QVERIFY(echo.body == body);
        QCOMPARE(http.get({"ledger", "/large", "GET", "", {}}).body.size(),
                 std::size_t(1024 * 1024));
        QCOMPARE(http.get({"ledger", "/fail", "GET", "", {}}).status, 500);
        QCOMPARE(http.get({"nobody", "/", "GET", "", {}}).headers["causeway-error"],
                 std::string("unknown-service"));
        // Both ends have counted the same.
        const double calls = pair.caller->metric(
            "request_total", {"causeway_vantage=\"caller\"", "dst_service=\"ledger\""});
        QCOMPARE(calls, 5.0);
        QCOMPARE(pair.sidecars[0]->metric("request_total", {"causeway_vantage=\"callee\""}), calls);
        QCOMPARE(
            pair.sidecars[0]->metric("request_total",
                                     {"client_id=\"" + StaticMesh::idOf("aws", "payments") + "\""}),
            calls);
    }

    void grpcKeepsItsTrailers() {
        Pair pair{Version::Http2};
        QVERIFY(pair.ready());
        TestClient client(pair.outbound, Version::Http2);
        const auto response =
            client.get({"ledger",
                        "/grpc",
                        "POST",
                        "ping",
                        {{"content-type", "application/grpc"}, {"te", "trailers"}}});
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, std::string("pong"));
        QCOMPARE(response.trailers.at("grpc-status"), std::string("0"));
        QCOMPARE(pair.caller->metric("request_total",
                                     {"causeway_protocol=\"gRPC\"", "causeway_status=\"grpc-ok\""}),
                 1.0);
        const auto refused =
            client.get({"nobody", "/x", "POST", "ping", {{"content-type", "application/grpc"}}});
        QCOMPARE(refused.status, 200);
        QCOMPARE(refused.headers.at("grpc-status"), std::string("5"));
    }

    void manyRequestsShareFewConnections() {
        Pair pair;
        QVERIFY(pair.ready());
        TestClient client(pair.outbound, Version::Http2);
        std::vector<std::shared_ptr<TestResponse>> responses;
        for (int i = 0; i < 60; ++i)
            responses.push_back(client.send({"ledger", "/x", "GET", "", {}}));
        for (const auto& each : responses)
            QVERIFY(client.waitFor(each) && each->status == 200);
        QCOMPARE(pair.caller->metric("tcp_open_total", {"peer=\"dst\""}), 1.0);
    }

    void policyDeniesAndBothEndsCountIt() {
        Pair pair{Version::Http11, 1, "", onlyCards};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http11);
        const auto denied = client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(denied.status, 403);
        QCOMPARE(denied.headers.at("causeway-error"), std::string("policy-denied"));
        QVERIFY2(denied.body.find("sa/payments") != std::string::npos, denied.body.c_str());
        QCOMPARE(pair.apps[0]->requests(), 0);
        QCOMPARE(pair.sidecars[0]->metric("request_total", {"causeway_status=\"4xx\""}), 1.0);
    }

    void aKilledEndpointIsRoutedAround() {
        Pair pair{Version::Http11, 2};
        QVERIFY(pair.ready());
        TestClient client(pair.outbound, Version::Http11);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QVERIFY(pair.apps[0]->requests() > 0 && pair.apps[1]->requests() > 0);
        pair.sidecars[0]->signal(SIGKILL);
        QVERIFY(!pair.sidecars[0]->waitForEnd());
        for (int i = 0; i < 40; ++i)
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        pair.sidecars[1]->signal(SIGKILL);
        QVERIFY(!pair.sidecars[1]->waitForEnd());
        const auto failed = client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(failed.status, 502);
        QCOMPARE(failed.headers.at("causeway-error"), std::string("connect-failed"));
    }

    void requestsCrossCloudsThroughBothGateways() {
        Clouds clouds;
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TestClient client(clouds.outbound, Version::Http2);
        constexpr int kRequests = 30;
        std::vector<std::shared_ptr<TestResponse>> responses;
        for (int i = 0; i < kRequests; ++i)
            responses.push_back(client.send({"ledger-gcp", "/x", "GET", "", {}}));
        for (const auto& each : responses)
            QVERIFY2(client.waitFor(each) && each->status == 200, qPrintable(clouds.logs()));
        // gcp's ingress takes one request a connection; the way out is shared.
        QCOMPARE(clouds.egress->metric("tcp_open_total", {"peer=\"dst\""}), double(kRequests));
        QCOMPARE(clouds.caller->metric("tcp_open_total", {"peer=\"dst\""}), 1.0);
        // Counted once at each of the four, under the original caller and the link.
        const auto count = [](ProxyProcess& proxy, const std::string& vantage) {
            return proxy.metric("request_total",
                                {"causeway_vantage=\"" + vantage + "\"", "causeway_status=\"2xx\"",
                                 "causeway_link=\"aws:gcp\""});
        };
        QCOMPARE(count(*clouds.caller, "caller"), double(kRequests));
        QCOMPARE(count(*clouds.egress, "egress"), double(kRequests));
        QCOMPARE(count(*clouds.ingress, "ingress"), double(kRequests));
        QCOMPARE(count(*clouds.callee, "callee"), double(kRequests));
        QCOMPARE(
            clouds.callee->metric("request_total",
                                  {"client_id=\"" + StaticMesh::idOf("aws", "payments") + "\""}),
            double(kRequests));
    }
    void onlyExportedServicesCrossAndNobodyElseMayUseTheEgress() {
        Clouds clouds;
        QVERIFY2(clouds.ready(), qPrintable(clouds.logs()));
        TestClient client(clouds.outbound, Version::Http11);
        const auto secret = client.get({"secret-gcp", "/x", "GET", "", {}});
        QCOMPARE(secret.status, 403);
        QCOMPARE(secret.headers.at("causeway-error"), std::string("not-exported"));
        QCOMPARE(clouds.app.requests(), 0);
    }

    void drainLosesNothing() {
        Pair pair;
        QVERIFY(pair.ready());
        TestClient client(pair.outbound, Version::Http2);
        std::vector<std::shared_ptr<TestResponse>> slow;
        for (int i = 0; i < 10; ++i)
            slow.push_back(client.send({"ledger", "/slow", "GET", "", {}}));
        QVERIFY(waitFor([&] {
            (void)client.get({"ledger", "/x", "GET", "", {}});
            return pair.apps[0]->waiting() == 10;
        }));
        pair.sidecars[0]->signal(SIGTERM);
        QVERIFY(waitFor([&] { return pair.sidecars[0]->log().contains("draining"); }));
        pair.apps[0]->release();
        for (const auto& each : slow)
            QVERIFY(client.waitFor(each) && each->status == 200);
        QVERIFY2(pair.sidecars[0]->waitForEnd(), qPrintable(pair.logs()));
    }

    void twoWorkersCountAndDrainAsOne() {
        constexpr int kClients = 16, kEach = 5;
        Pair pair{Version::Http11, 1, "  workers: 2\n"};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        std::vector<std::unique_ptr<TestClient>> clients;
        for (int i = 0; i < kClients; ++i) {
            clients.push_back(std::make_unique<TestClient>(pair.outbound, Version::Http2));
            for (int each = 0; each < kEach; ++each)
                QCOMPARE(clients.back()->get({"ledger", "/x", "GET", "", {}}).status, 200);
        }
        // Every worker has connections of its own: both have served.
        QCOMPARE(pair.caller->metric("tcp_open_total", {"peer=\"dst\""}), 2.0);
        QCOMPARE(pair.caller->metric("tcp_open_connections", {"peer=\"src\""}), double(kClients));
        for (auto* proxy : {pair.caller.get(), pair.sidecars[0].get()})
            QCOMPARE(proxy->metric("request_total", {"causeway_status=\"2xx\""}),
                     double(kClients * kEach));
        QCOMPARE(pair.sidecars[0]->metric("response_latency_ms_count", {}),
                 double(kClients * kEach));

        std::vector<std::shared_ptr<TestResponse>> slow;
        for (auto& client : clients)
            slow.push_back(client->send({"ledger", "/slow", "GET", "", {}}));
        QVERIFY(waitFor([&] {
            for (auto& client : clients)
                (void)client->get({"ledger", "/x", "GET", "", {}});
            return pair.apps[0]->waiting() == kClients;
        }));
        for (auto* proxy : {pair.caller.get(), pair.sidecars[0].get()}) {
            proxy->signal(SIGTERM);
            QVERIFY(waitFor([&] { return proxy->log().contains("draining"); }));
        }
        pair.apps[0]->release();
        for (int i = 0; i < kClients; ++i)
            QVERIFY(clients[i]->waitFor(slow[i]) && slow[i]->status == 200);
        clients.clear();
        QVERIFY2(pair.caller->waitForEnd() && pair.sidecars[0]->waitForEnd(),
                 qPrintable(pair.logs()));
    }
    void twoWorkersRefuseAsOne() {
        constexpr int kClients = 12;
        Pair pair{Version::Http11, 1, "  workers: 2\n", onlyCards};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        for (int i = 0; i < kClients; ++i)
            QCOMPARE(TestClient(pair.outbound, Version::Http11)
                         .get({"ledger", "/x", "GET", "", {}})
                         .status,
                     403);
        QCOMPARE(pair.caller->metric("tcp_open_total", {"peer=\"dst\""}), 2.0);
        QCOMPARE(pair.sidecars[0]->metric("request_total", {"causeway_status=\"4xx\""}),
                 double(kClients));
        QCOMPARE(pair.apps[0]->requests(), 0);
    }

    void certificatesRotateUnderLoad() {
        Pair pair;
        QVERIFY(pair.ready());
        TestClient client(pair.outbound, Version::Http2);
        for (int round = 0; round < 5; ++round) {
            pair.mesh.writeLeaf("ledger-1", "aws", "ledger");
            pair.mesh.writeLeaf("payments-1", "aws", "payments");
            std::vector<std::shared_ptr<TestResponse>> responses;
            for (int i = 0; i < 20; ++i) {
                responses.push_back(client.send({"ledger", "/x", "GET", "", {}}));
                if (i == 5) {
                    pair.sidecars[0]->signal(SIGHUP);
                    pair.caller->signal(SIGHUP);
                }
            }
            for (const auto& each : responses)
                QVERIFY(client.waitFor(each) && each->status == 200);
        }
        QVERIFY(waitFor([&] { return pair.caller->log().count("certificates read anew") == 5; }));
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
    }

    void nonsenseIsRefusedAndNeverHangs_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01\x02\x00hello\r\n\r\n", 14)
                                  << QByteArray("HTTP/1.1 400");
        QTest::newRow("two lengths") << QByteArray(
            "POST / HTTP/1.1\r\nHost: ledger\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                     << QByteArray("HTTP/1.1 400");
        QTest::newRow("huge head") << QByteArray("GET / HTTP/1.1\r\nHost: ledger\r\nX: ")
                                          + QByteArray(80'000, 'x') + "\r\n\r\n"
                                   << QByteArray("HTTP/1.1 431");
        QTest::newRow("a head that never ends")
            << QByteArray("GET / HTTP/1.1\r\nHost: ledger\r\nX: ") << QByteArray("HTTP/1.1 408");
        QTest::newRow("CONNECT") << QByteArray(
            "CONNECT ledger:80 HTTP/1.1\r\nHost: ledger:80\r\n\r\n")
                                 << QByteArray("HTTP/1.1 405");
        QTest::newRow("a broken preface")
            << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense nonsense nonsense")
            << QByteArray();
        QTest::newRow("no service")
            << QByteArray("GET / HTTP/1.1\r\nHost: nobody\r\nConnection: close\r\n\r\n")
            << QByteArray("HTTP/1.1 404");
    }
    void nonsenseIsRefusedAndNeverHangs() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, begins);
        static Pair pair;
        QVERIFY(pair.ready());
        const auto answer = TestClient::raw(pair.outbound, bytes.toStdString());
        QVERIFY2(QByteArray::fromStdString(answer).startsWith(begins), answer.c_str());
        TestClient client(pair.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
    }

    void brokenFilesSayWhere_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown field") << "  listenres: []\n"
                                       << "bad.yaml:5:3: spec.listenres";
        QTest::newRow("bad address") << "  listeners: [{role: outbound, address: here}]\n"
                                     << "found here";
        QTest::newRow("bad role") << "  listeners: [{role: sideways, address: \"127.0.0.1:0\"}]\n"
                                  << "sideways";
        QTest::newRow("TLS without certificate")
            << "  listeners: [{role: inbound, address: \"127.0.0.1:0\"}]\n"
            << "spec.tls";
        QTest::newRow("no certificate file")
            << "  tls: {certificate: no.pem, key: no.key, trustAnchors: no.pem}\n"
            << "no.pem";
    }
    void brokenFilesSayWhere() {
        QFETCH(const QString, spec);
        QFETCH(const QString, says);
        const QTemporaryDir folder;
        ProxyProcess proxy(folder.path(), "bad",
                           "apiVersion: causeway.dev/v1alpha1\nkind: StaticProxy\nmetadata: {name: "
                           "bad, namespace: bank}\nspec:\n"
                               + spec.toStdString(),
                           1);
        QVERIFY(!proxy.waitForEnd());
        QCOMPARE(proxy.exitCode(), 2);
        QVERIFY2(proxy.log().contains(says), qPrintable(proxy.log()));
    }
    void aPortInUseIsSaid() {
        TestApp taken("taken", Version::Http11);
        const QTemporaryDir folder;
        ProxyProcess proxy(folder.path(), "late",
                           "apiVersion: causeway.dev/v1alpha1\nkind: StaticProxy\nmetadata: {name: "
                           "late, namespace: bank}\nspec:\n  listeners: [{role: outbound, address: "
                               + quoted(taken.port()) + "}]\n",
                           1);
        QVERIFY(!proxy.waitForEnd());
        QCOMPARE(proxy.exitCode(), 1);
        QVERIFY2(proxy.log().contains(QString::number(taken.port())), qPrintable(proxy.log()));
        QVERIFY2(proxy.log().contains("in use"), qPrintable(proxy.log()));
    }
};

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
