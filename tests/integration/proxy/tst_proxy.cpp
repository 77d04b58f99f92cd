// SPDX-License-Identifier: Apache-2.0
// causeway-proxy as a process, in static mode: what crosses it, what it refuses, and what survives
// kills, drains and rotations.
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QTest>

#include <csignal>

using namespace causeway;
using http::Version;

namespace {

std::string quoted(std::uint16_t port) {
    return "\"127.0.0.1:" + std::to_string(port) + "\"";
}

std::string cluster(const std::string& name) {
    return R"(---
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: )"
           + name + R"(}
spec: {fleet: talk, cloud: )"
           + name + R"(, region: r, clusterDomain: )" + name
           + R"(.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
)";
}

std::string service(std::uint16_t targetPort, const std::string& protocol = "http") {
    return R"(---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: )"
           + std::to_string(targetPort) + ", appProtocol: " + protocol + "}]}\n";
}

std::string workload(const std::string& name, std::uint16_t port) {
    return R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: )"
           + name + R"(, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: ")"
           + StaticMesh::idOf("aws", "ledger") + R"(", serverName: x}
  ports: [{name: http, port: )"
           + std::to_string(port) + R"(}]
  workloadIPs: [{ip: 127.0.0.1}]
)";
}

std::string onlyCards(std::uint16_t port) {
    return R"(---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: ledger-http, namespace: bank}
spec: {port: )"
           + std::to_string(port)
           + R"(, proxyProtocol: HTTP/1, externalWorkloadSelector: {matchLabels: {app: ledger}}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: cards-only, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: cards}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: cards, namespace: bank}
spec: {identities: [")"
           + StaticMesh::idOf("aws", "cards") + R"("]}
)";
}

// payments' sidecar → mutual TLS → sidecars of ledger → their applications.
struct Pair {
    explicit Pair(Version appVersion = Version::Http11, int callees = 1,
                  const std::string& extraSpec = "",
                  const std::function<std::string(std::uint16_t)>& extraObjects = {}) {
        std::string endpoints;
        for (int i = 1; i <= callees; ++i) {
            const std::string name = "ledger-" + std::to_string(i);
            const std::uint16_t inbound = freePort();
            apps.push_back(std::make_unique<TestApp>(name, appVersion));
            mesh.writeLeaf(name, "aws", "ledger");
            const std::uint16_t port = apps.back()->port();
            sidecars.push_back(mesh.start(
                name,
                "  cluster: aws\n  workload: ledger\n" + extraSpec
                    + "  listeners: [{role: inbound, address: " + quoted(inbound)
                    + ", tls: true}]\n",
                cluster("aws")
                    + service(port, appVersion == Version::Http2 ? "kubernetes.io/h2c" : "http")
                    + workload(name, port) + (extraObjects ? extraObjects(port) : "")));
            endpoints += "    - {address: " + quoted(inbound) + ", identity: \""
                         + StaticMesh::idOf("aws", "ledger")
                         + "\", workload: ledger, instance: " + name + "}\n";
        }
        outbound = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        caller = mesh.start("payments-1",
                            "  cluster: aws\n  workload: payments\n  headerTimeout: 1s\n"
                            "  listeners: [{role: outbound, address: "
                                + quoted(outbound)
                                + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                                  "    endpoints:\n"
                                + endpoints,
                            cluster("aws") + service(8080));
    }
    bool ready() {
        bool all = caller->waitUntilReady();
        for (const auto& each : sidecars)
            all = all && each->waitUntilReady();
        return all;
    }
    QString logs() {
        QString text = caller->log();
        for (const auto& each : sidecars)
            text += each->log();
        return text;
    }

    StaticMesh mesh;
    std::vector<std::unique_ptr<TestApp>> apps;
    std::vector<std::unique_ptr<ProxyProcess>> sidecars;
    std::unique_ptr<ProxyProcess> caller;
    std::uint16_t outbound = 0;
};

std::string mirror(const std::string& name) {
    return R"(---
apiVersion: v1
kind: Service
metadata:
  name: )" + name
           + R"(-gcp
  namespace: bank
  labels: {mirror.linkerd.io/mirrored-service: "true", mirror.linkerd.io/cluster-name: gcp}
  annotations: {mirror.linkerd.io/remote-svc-fq-name: )"
           + name + R"(.bank.svc.gcp.mesh}
spec: {ports: [{port: 80, targetPort: 8080}]}
)";
}

// payments@aws → egress of aws → ingress of gcp (one request a connection) → ledger@gcp.
struct Clouds {
    Clouds() {
        const std::uint16_t egressPort = freePort(), ingressPort = freePort(), inbound = freePort();
        const std::string awsGateway = StaticMesh::idOf("aws", "gateway", "causeway");
        const std::string gcpGateway = StaticMesh::idOf("gcp", "gateway", "causeway");
        mesh.writeLeaf("payments-1", "aws", "payments");
        mesh.writeLeaf("egress", "aws", "gateway", "causeway");
        mesh.writeLeaf("ingress", "gcp", "gateway", "causeway");
        mesh.writeLeaf("ledger-1", "gcp", "ledger");
        const auto endpoint = [](const std::string& destination, std::uint16_t port,
                                 const std::string& identity, const std::string& more) {
            return "  - destination: " + destination + "\n    endpoints: [{address: " + quoted(port)
                   + ", identity: \"" + identity + "\"" + more + "}]\n";
        };
        const std::string link = ", gateway: true, link: \"aws:gcp\"";
        std::string towardsEgress = "  endpoints:\n", towardsIngress = "  endpoints:\n";
        for (const char* name : {"ledger", "secret"}) {
            const std::string destination =
                "\"" + std::string(name) + ".bank.svc.gcp.mesh:80@aws:gcp\"";
            towardsEgress += endpoint(destination, egressPort, awsGateway, link);
            towardsIngress += endpoint(destination, ingressPort, gcpGateway, link);
        }
        outbound = freePort();
        caller = mesh.start(
            "payments-1",
            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, address: "
                + quoted(outbound) + "}]\n" + towardsEgress,
            cluster("aws") + mirror("ledger") + mirror("secret"));
        egress =
            mesh.start("egress",
                       "  cluster: aws\n  mode: gateway\n  listeners: [{role: egress, address: "
                           + quoted(egressPort) + "}]\n" + towardsIngress,
                       cluster("aws"));
        ingress = mesh.start(
            "ingress",
            "  cluster: gcp\n  mode: gateway\n  maxRequestsPerConnection: 1\n  trustedGateways: [\""
                + awsGateway
                + "\"]\n"
                  "  exports: [{service: ledger.bank.svc.gcp.mesh, port: 80}]\n  listeners: "
                  "[{role: ingress, address: "
                + quoted(ingressPort) + "}]\n  endpoints:\n"
                + endpoint("\"ledger.bank.svc.gcp.mesh:80\"", inbound,
                           StaticMesh::idOf("gcp", "ledger"),
                           ", workload: ledger, instance: ledger-1"),
            cluster("gcp"));
        callee = mesh.start(
            "ledger-1",
            "  cluster: gcp\n  workload: ledger\n  trustedGateways: [\"" + gcpGateway
                + "\"]\n  listeners: [{role: inbound, address: " + quoted(inbound) + "}]\n",
            cluster("gcp") + service(app.port()) + workload("ledger-1", app.port()));
    }
    bool ready() {
        return caller->waitUntilReady() && egress->waitUntilReady() && ingress->waitUntilReady()
               && callee->waitUntilReady();
    }
    QString logs() { return caller->log() + egress->log() + ingress->log() + callee->log(); }

    StaticMesh mesh;
    TestApp app{"ledger-1", Version::Http11};
    std::unique_ptr<ProxyProcess> caller, egress, ingress, callee;
    std::uint16_t outbound = 0;
};

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
            << QByteArray("GET / HTTP/1.1\r\nHost: ledger\r\nX: ") << QByteArray();
        QTest::newRow("CONNECT") << QByteArray(
            "CONNECT ledger:80 HTTP/1.1\r\nHost: ledger:80\r\n\r\n")
                                 << QByteArray("HTTP/1.1 501");
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
