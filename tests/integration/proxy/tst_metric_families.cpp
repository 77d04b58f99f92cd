// SPDX-License-Identifier: Apache-2.0
// Families of metrics that Linkerd's dashboards read, by what makes them move: routes of
// ServiceProfiles, retries by route, queues and balancers, detection; and the header by which a
// service may be named where that is allowed.
#include "caller.h"
#include "tcp_peer.h"

#include <QTest>

using namespace causeway;

namespace {

bool has(ProxyProcess& proxy, const std::string& line) {
    return proxy.page("/metrics").find(line) != std::string::npos;
}

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

constexpr const char* kProfile = R"(---
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: ledger.bank.svc.aws.mesh, namespace: bank}
spec:
  routes: [{name: "GET /x", condition: {method: GET}, isRetryable: true}]
  retryBudget: {retryRatio: 0, minRetriesPerSecond: 1, ttl: 2s}
)";

} // namespace

class TestMetricFamilies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void routesOfServiceProfiles() {
        TestApp app("ledger-1", Version::Http11);
        Caller caller(annotated("ledger", "") + kProfile, {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        app.script({kFail, kFail}); // the budget gives two
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        app.script({kFail});
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        const std::string route = "{direction=\"outbound\",dst=\"ledger\",rt_route=\"GET /x\"";
        ProxyProcess& proxy = *caller.proxy;
        QVERIFY2(has(proxy, "route_request_total" + route + "} 2\n"),
                 proxy.page("/metrics").c_str());
        QVERIFY(has(proxy, "route_response_total" + route
                               + ",classification=\"success\",status_code=\"200\"} 1\n"));
        QVERIFY(has(proxy, "route_response_total" + route
                               + ",classification=\"failure\",status_code=\"503\"} 1\n"));
        QVERIFY(has(proxy, "route_actual_request_total" + route + "} 4\n"));
        QVERIFY(
            has(proxy, "route_actual_response_total" + route + ",classification=\"failure\"} 2\n"));
        QVERIFY(has(proxy, "route_response_latency_ms_count" + route + "} 2\n"));
        QCOMPARE(
            proxy.metric("route_retryable_total", {"rt_route=\"GET /x\"", "skipped=\"no_budget\""}),
            1.0);
    }
    void retriesByRoute() {
        TestApp app("ledger-1", Version::Http11);
        Caller caller(annotated("ledger", "")
                          + route("HTTPRoute",
                                  "retry.linkerd.io/http: 5xx, retry.linkerd.io/limit: \"1\"",
                                  "[{matches: [{path: {type: PathPrefix, value: /}}]}]"),
                      {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        app.script({kFail});
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        app.script({kFail, kFail});
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        const auto of = [&](const std::string& what) {
            return caller.proxy->metric(
                "outbound_http_route_retry_" + what + "_total",
                {"parent_name=\"ledger\"", "parent_namespace=\"bank\"", "route_name=\"main\""});
        };
        QCOMPARE(of("successes"), 1.0);
        QCOMPARE(of("limit_exceeded"), 1.0);
        QCOMPARE(of("overflow"), 0.0);
        QCOMPARE(of("requests"), 2.0);
        QCOMPARE(caller.proxy->metric("causeway_retry_requests_total", {}), 2.0);
    }
    void queuesAndBalancers() {
        TestApp app("other", Version::Http11);
        Caller caller(annotated("ledger", "") + annotated("other", ""), {}, {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).headers.at("causeway-error"),
                 std::string("fail-fast"));
        QCOMPARE(client.get({"other", "/x", "GET", "", {}}).status, 200);
        const auto of = [&](const std::string& what, const std::string& service) {
            return caller.proxy->metric("outbound_http_balancer_" + what,
                                        {"backend_name=\"" + service + "\""});
        };
        QCOMPARE(of("queue_requests_total", "ledger"), 1.0);
        QCOMPARE(of("queue_gate_shut_total", "ledger"), 1.0);
        QCOMPARE(of("queue_gate_open_total", "ledger"), 0.0);
        QCOMPARE(of("p2c_endpoints", "other"), 1.0);
        QCOMPARE(of("p2c_updates_total", "other"), 1.0);
        QVERIFY(!has(*caller.proxy, "outbound_tcp_balancer_"));
    }
    void detectionAndItsTime() {
        TcpApp app(TcpApp::echo);
        StaticMesh mesh;
        const std::uint16_t local = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        const auto proxy = mesh.start(
            "payments-1",
            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, address: "
                + quoted(local)
                + ", service: \"ledger.bank:80\"}]\n  endpoints:\n"
                  "  - destination: ledger.bank.svc.aws.mesh:80\n    endpoints: [{address: "
                + quoted(app.port()) + ", protocol: HTTP/1}]\n",
            cluster("aws") + service(8080, "\"\""));
        QVERIFY2(proxy->waitUntilReady(), qPrintable(proxy->log()));
        TcpPeer client("127.0.0.1:" + std::to_string(local));
        QVERIFY(client.send("\x01\x02\x03 no HTTP at all\r\n"));
        QVERIFY(!client.read(1).empty());
        QCOMPARE(proxy->metric("outbound_tcp_detect_http_results_total", {"result=\"not_http\""}),
                 1.0);
        QCOMPARE(proxy->metric("outbound_tcp_detect_http_duration_seconds_count", {}), 1.0);
        QVERIFY(waitFor([&] {
            return proxy->metric("outbound_tcp_balancer_p2c_endpoints", {"backend_name=\"ledger\""})
                   == 1;
        }));
    }
    void aHeaderNamesTheServiceWhereItMay_data() {
        QTest::addColumn<bool>("allowed");
        QTest::newRow("allowed") << true;
        QTest::newRow("not allowed") << false;
    }
    void aHeaderNamesTheServiceWhereItMay() {
        QFETCH(const bool, allowed);
        TestApp app("ledger-1", Version::Http11);
        StaticMesh mesh;
        const std::uint16_t outbound = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        const auto proxy = mesh.start(
            "payments-1",
            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, address: "
                + quoted(outbound) + (allowed ? ", dstOverride: true" : "")
                + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n    endpoints: "
                  "[{address: "
                + quoted(app.port()) + ", protocol: HTTP/1}]\n",
            cluster("aws") + annotated("ledger", ""));
        QVERIFY2(proxy->waitUntilReady(), qPrintable(proxy->log()));
        TestClient client(outbound, Version::Http11);
        const auto answer = client.get(
            {"shop.example.com", "/head", "GET", "", {{"l5d-dst-override", "ledger.bank:80"}}});
        if (allowed) {
            QCOMPARE(answer.status, 200);
            QVERIFY2(answer.body.find("l5d-dst-override") == std::string::npos,
                     answer.body.c_str());
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        } else {
            QCOMPARE(answer.status, 404);
            QCOMPARE(app.requests(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestMetricFamilies)
#include "tst_metric_families.moc"
