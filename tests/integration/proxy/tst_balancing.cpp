// SPDX-License-Identifier: Apache-2.0
// Which endpoint causeway-proxy asks: splits by weight, zones, breakers, throttled endpoints, and
// what happens when there is none. Real processes in static mode.
#include "caller.h"

#include <QTest>

class TestBalancing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weightsSplitRequestsAndARetryMayGoToTheOther() {
        TestApp a("a", Version::Http11), b("b", Version::Http11);
        Caller caller(annotated("ledger", "") + annotated("other", "")
                          + route("HTTPRoute", "retry.linkerd.io/http: 5xx, retry.linkerd.io/limit: \"20\"",
                                  "[{backendRefs: [{name: ledger, port: 80, weight: 3}, {name: "
                                  "other, port: 80, weight: 1}]}]"),
                      {&a}, {&b});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        std::map<std::string, int> counts;
        for (int i = 0; i < 200; ++i)
            ++counts[client.get({"ledger", "/x", "GET", "", {}}).headers["x-app"]];
        QVERIFY2(counts["b"] > 20 && counts["b"] < 90, qPrintable(QString::number(counts["b"])));
        a.script(std::vector<Scripted>(1'000, kFail));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).headers["x-app"], std::string("b"));
    }

    void aBreakerTakesAFailingEndpointOut() {
        TestApp bad("bad", Version::Http11), good("good", Version::Http11);
        bad.script(std::vector<Scripted>(1'000, kFail));
        Caller caller(annotated("ledger",
                                "balancer.linkerd.io/failure-accrual: consecutive, "
                                "balancer.linkerd.io/failure-accrual-consecutive-max-failures: \"3\", "
                                "balancer.linkerd.io/failure-accrual-consecutive-min-penalty: 1h, "
                                "balancer.linkerd.io/failure-accrual-consecutive-max-penalty: 1h"),
                      {&bad, &good});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        for (int i = 0; i < 200; ++i)
            (void)client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(bad.requests(), 3);
        QCOMPARE(good.requests(), 197);
    }

    void whenBreakersTookAllOutRequestsFailFastUntilAProbeSucceeds() {
        TestApp app("ledger-1", Version::Http11);
        app.script(std::vector<Scripted>(2, kFail));
        Caller caller(annotated("ledger",
                                "balancer.linkerd.io/failure-accrual: consecutive, "
                                "balancer.linkerd.io/failure-accrual-consecutive-max-failures: \"2\", "
                                "balancer.linkerd.io/failure-accrual-consecutive-min-penalty: 300ms, "
                                "balancer.linkerd.io/failure-accrual-consecutive-jitter-ratio: \"0\""),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        // Waits for the probe's time and is the probe.
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QCOMPARE(app.requests(), 3);
    }

    void theFloorKeepsTheLastEndpointIn() {
        TestApp app("ledger-1", Version::Http11);
        app.script(std::vector<Scripted>(20, kFail));
        Caller caller(annotated("ledger",
                                "balancer.linkerd.io/failure-accrual: consecutive, "
                                "balancer.linkerd.io/failure-accrual-consecutive-max-failures: \"2\", "
                                "balancer.causeway.dev/min-ready-endpoints: \"1\""),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 503);
        QCOMPARE(app.requests(), 20);
    }

    void aThrottledEndpointIsLeftAlone() {
        TestApp busy("busy", Version::Http11), calm("calm", Version::Http11);
        busy.script(std::vector<Scripted>(1'000, {.status = 429, .headers = {{"retry-after", "60"}}}));
        Caller caller(annotated("ledger", "balancer.alpha.linkerd.io/penalize-failures: \"true\""),
                      {&busy, &calm});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        for (int i = 0; i < 100; ++i)
            (void)client.get({"ledger", "/x", "GET", "", {}});
        QVERIFY2(busy.requests() <= 2, qPrintable(QString::number(busy.requests())));
    }

    void nobodyThereFailsFastAfterAWhile() {
        Caller caller(annotated("ledger", ""), {});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        const auto first = client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(first.status, 503);
        QCOMPARE(first.headers.at("causeway-error"), std::string("no-endpoints"));
        const auto second = client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(second.status, 503);
        QCOMPARE(second.headers.at("causeway-error"), std::string("fail-fast"));
        TestClient grpc(caller.outbound, Version::Http2);
        QCOMPARE(grpc.get(grpcCall()).headers.at("grpc-status"), std::string("14"));
    }

    void callersStayInTheirZone() {
        TestApp far("far", Version::Http11), near("near", Version::Http11);
        Caller caller(annotated("ledger", "") + R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: payments-1, namespace: bank, labels: {topology.kubernetes.io/zone: eu-1}}
spec:
  meshTLS: {identity: ")" + StaticMesh::idOf("aws", "payments")
                          + R"(", serverName: x}
  workloadIPs: [{ip: 127.0.0.1}]
)",
                      {&far, &near}, {}, {"eu-2", "eu-1"});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        for (int i = 0; i < 40; ++i)
            QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).headers["x-app"],
                     std::string("near"));
    }
};

QTEST_GUILESS_MAIN(TestBalancing)
#include "tst_balancing.moc"
