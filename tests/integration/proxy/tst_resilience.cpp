// SPDX-License-Identifier: Apache-2.0
// What causeway-proxy does for an application whose upstreams fail, are slow, refuse or ask for
// less: retries, time limits, breakers, splits, filters, and the errors that it answers itself. Real
// processes in static mode; the objects are those that people write.
#include "caller.h"

#include <QElapsedTimer>
#include <QTest>

class TestResilience : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsTriedAgain_data() {
        QTest::addColumn<QString>("annotations");
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("bodySize");
        QTest::addColumn<int>("failures"); // before the first success
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("attempts");
        const auto row = [](const char* name, const char* annotations, const char* method, int body,
                            int failures, int status, int attempts) {
            QTest::newRow(name) << annotations << method << body << failures << status << attempts;
        };
        row("once", "retry.linkerd.io/http: 5xx", "GET", 0, 1, 200, 2);
        row("with its body", "retry.linkerd.io/http: 5xx", "POST", 60'000, 1, 200, 2);
        row("a body above the buffer", "retry.linkerd.io/http: 5xx", "POST", 200'000, 1, 503, 1);
        row("the limit", "retry.linkerd.io/http: 5xx", "GET", 0, 5, 503, 2);
        row("a higher limit", "retry.linkerd.io/http: 5xx, retry.linkerd.io/limit: \"3\"", "GET", 0,
            3, 200, 4);
        row("not this status", "retry.linkerd.io/http: \"500,504\"", "GET", 0, 1, 503, 1);
        row("a range", "retry.linkerd.io/http: 502-503", "GET", 0, 1, 200, 2);
        row("nothing asked", "", "GET", 0, 1, 503, 1);
    }
    void whatIsTriedAgain() {
        QFETCH(const QString, annotations);
        QFETCH(const QString, method);
        QFETCH(const int, bodySize);
        QFETCH(const int, failures);
        QFETCH(const int, status);
        QFETCH(const int, attempts);
        TestApp app("ledger-1", Version::Http11);
        app.script(std::vector<Scripted>(std::size_t(failures), kFail));
        Caller caller(annotated("ledger", annotations.toStdString()), {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        const std::string body(std::size_t(bodySize), 'b');
        const auto response = client.get({"ledger", "/echo", method.toStdString(), body, {}});
        QCOMPARE(response.status, status);
        QCOMPARE(app.requests(), attempts);
        if (status == 200)
            QVERIFY(response.body == body);
    }

    void aRetryGoesToAnotherEndpoint() {
        TestApp bad("bad", Version::Http11), good("good", Version::Http11);
        bad.script(std::vector<Scripted>(100, kFail));
        Caller caller(annotated("ledger", "retry.linkerd.io/http: 5xx"), {&bad, &good});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http2);
        std::vector<std::shared_ptr<TestResponse>> responses; // at once: both are chosen
        for (int i = 0; i < 20; ++i)
            responses.push_back(client.send({"ledger", "/x", "GET", "", {}}));
        for (const auto& each : responses)
            QVERIFY(client.waitFor(each) && each->headers["x-app"] == "good");
        QVERIFY(bad.requests() > 0);
    }

    void aSlowAttemptIsGivenUpForAnother() {
        TestApp app("ledger-1", Version::Http2);
        app.script({{.silent = true}});
        Caller caller(annotated("ledger",
                                "retry.linkerd.io/http: 5xx, retry.linkerd.io/timeout: 100ms"),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http2);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QCOMPARE(app.requests(), 2);
    }

    void grpcIsTriedAgainByItsStatus_data() {
        QTest::addColumn<bool>("inTrailers");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("pushback");
        QTest::addColumn<int>("attempts");
        QTest::newRow("in the head") << false << "14" << "" << 2;
        QTest::newRow("in trailers") << true << "14" << "" << 2;
        QTest::newRow("another status") << true << "13" << "" << 1;
        QTest::newRow("wait so long") << false << "14" << "150" << 2;
        QTest::newRow("do not") << false << "14" << "-1" << 1;
        QTest::newRow("do not, in trailers") << true << "14" << "-1" << 1;
    }
    void grpcIsTriedAgainByItsStatus() {
        QFETCH(const bool, inTrailers);
        QFETCH(const QString, code);
        QFETCH(const QString, pushback);
        QFETCH(const int, attempts);
        Scripted failure{.headers = {{"content-type", "application/grpc"}}};
        auto& where = inTrailers ? failure.trailers : failure.headers;
        where["grpc-status"] = code.toStdString();
        if (!pushback.isEmpty())
            where["grpc-retry-pushback-ms"] = pushback.toStdString();
        TestApp app("ledger-1", Version::Http2);
        app.script({failure, {.headers = {{"content-type", "application/grpc"}},
                              .body = "pong",
                              .trailers = {{"grpc-status", "0"}}}});
        Caller caller(annotated("ledger", "")
                          + route("GRPCRoute", "retry.linkerd.io/grpc: unavailable",
                                  "[{matches: [{method: {service: bank.Ledger}}]}]"),
                      {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http2);
        QElapsedTimer took;
        took.start();
        const auto response = client.get(grpcCall());
        QCOMPARE(app.requests(), attempts);
        if (attempts == 2) {
            QCOMPARE(response.trailers.at("grpc-status"), std::string("0"));
            QVERIFY(took.elapsed() >= pushback.toInt());
        } else {
            const auto& told = inTrailers ? response.trailers : response.headers;
            QCOMPARE(told.at("grpc-status"), code.toStdString());
        }
    }

    void aServiceProfileRules() {
        TestApp app("ledger-1", Version::Http11);
        Caller caller(annotated("ledger", "") + R"(---
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: ledger.bank.svc.aws.mesh, namespace: bank}
spec:
  routes:
  - {name: slow, condition: {pathRegex: /slow}, timeout: 100ms}
  - {name: read, condition: {method: GET}, isRetryable: true, responseClasses: [{condition: {status: {min: 404, max: 404}}, isFailure: true}]}
  retryBudget: {retryRatio: 0, minRetriesPerSecond: 1, ttl: 2s}
)",
                      {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        app.script({{.status = 404}, {.status = 500}});
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QCOMPARE(app.requests(), 3);
        app.script({{.status = 404}}); // the budget is used up
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 404);
        app.script({{.status = 404}});
        QCOMPARE(client.get({"ledger", "/x", "POST", "", {}}).status, 404);
        QCOMPARE(app.requests(), 5);
        QCOMPARE(client.get({"ledger", "/slow", "GET", "", {}}).status, 504);
    }

    void limitsEndInAStatusAndTheConnectionLives_data() {
        QTest::addColumn<QString>("annotations");
        QTest::addColumn<bool>("grpc");
        QTest::newRow("request") << "timeout.linkerd.io/request: 100ms" << false;
        QTest::newRow("response") << "timeout.linkerd.io/response: 100ms" << false;
        QTest::newRow("idle") << "timeout.linkerd.io/idle: 100ms" << false;
        QTest::newRow("gRPC") << "timeout.linkerd.io/request: 100ms" << true;
        QTest::newRow("gRPC's own") << "" << true;
    }
    void limitsEndInAStatusAndTheConnectionLives() {
        QFETCH(const QString, annotations);
        QFETCH(const bool, grpc);
        TestApp app("ledger-1", Version::Http2);
        app.script({{.silent = true}});
        Caller caller(annotated("ledger", annotations.toStdString()), {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, grpc ? Version::Http2 : Version::Http11);
        if (grpc) {
            const auto response = client.get(grpcCall({{"grpc-timeout", "100m"}}));
            QCOMPARE(response.status, 200);
            QCOMPARE(response.headers.at("grpc-status"), std::string("4"));
        } else {
            const auto response = client.get({"ledger", "/x", "GET", "", {}});
            QCOMPARE(response.status, 504);
            QCOMPARE(response.headers.at("causeway-error"), std::string("timeout"));
        }
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
    }

    void aStreamThatMovesIsNotIdleAndOneThatStopsIs() {
        TestApp app("ledger-1", Version::Http2);
        app.script({{.headers = {{"content-type", "application/grpc"}}, .body = "pong", .stuck = true}});
        Caller caller(annotated("ledger", "timeout.linkerd.io/idle: 150ms"), {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http2);
        const auto response = client.get(grpcCall());
        QCOMPARE(response.body, std::string("pong"));
        QCOMPARE(response.trailers.at("grpc-status"), std::string("4"));
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
    }

    void aRequestMayWishWhereItIsAllowed_data() {
        QTest::addColumn<bool>("allowed");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("retry") << true << "l5d-retry-http" << "5xx" << 200;
        QTest::newRow("not allowed") << false << "l5d-retry-http" << "5xx" << 503;
        QTest::newRow("nonsense") << true << "l5d-retry-http" << "sometimes" << 400;
        QTest::newRow("another") << true << "l5d-retry-limit" << "0" << 503;
    }
    void aRequestMayWishWhereItIsAllowed() {
        QFETCH(const bool, allowed);
        QFETCH(const QString, header);
        QFETCH(const QString, value);
        QFETCH(const int, status);
        TestApp app("ledger-1", Version::Http11);
        app.script({kFail});
        Caller caller(annotated("ledger", allowed ? "config.causeway.dev/allow-l5d-request-headers: "
                                                    "\"true\""
                                                  : ""),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        const auto response = client.get(
            {"ledger", "/head", "GET", "", {{header.toStdString(), value.toStdString()}}});
        QCOMPARE(response.status, status);
        if (status == 400)
            QVERIFY2(response.body.find("l5d-retry-http: found \"sometimes\"; expected a list of 5xx")
                         != std::string::npos,
                     response.body.c_str());
        else
            QVERIFY(response.body.find("l5d-") == std::string::npos);
    }

    void filtersChangeWhatPasses() {
        TestApp app("ledger-1", Version::Http11);
        Caller caller(
            annotated("ledger", "")
                + route("HTTPRoute", "",
                        "[{matches: [{path: {value: /old}}], filters: [{type: RequestRedirect, "
                        "requestRedirect: {hostname: new.example, port: 8443, scheme: https, path: {type: "
                        "ReplacePrefixMatch, replacePrefixMatch: /new}, statusCode: 301}}]}, {filters: [{type: "
                        "RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-Team, "
                        "value: fx}], add: [{name: X-More, value: \"1\"}], remove: [X-Debug]}}, "
                        "{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: "
                        "X-App, value: hidden}]}}]}]"),
            {&app});
        QVERIFY2(caller.ready(), qPrintable(caller.proxy->log()));
        TestClient client(caller.outbound, Version::Http11);
        const auto seen = client.get(
            {"ledger", "/head", "GET", "", {{"x-debug", "1"}, {"x-team", "own"}, {"x-more", "0"}}});
        QCOMPARE(seen.headers.at("x-app"), std::string("hidden"));
        QVERIFY2(seen.body.find("x-team: fx\n") != std::string::npos, seen.body.c_str());
        QVERIFY(seen.body.find("x-more: 0\n") != std::string::npos);
        QVERIFY(seen.body.find("x-more: 1\n") != std::string::npos);
        QVERIFY(seen.body.find("x-debug") == std::string::npos);
        const auto moved = client.get({"ledger", "/old/a?b=1", "GET", "", {}});
        QCOMPARE(moved.status, 301);
        QCOMPARE(moved.headers.at("location"), std::string("https://new.example:8443/new/a?b=1"));
        QCOMPARE(app.requests(), 1);
    }

    void faultsHitTheirShare() {
        TestApp app("ledger-1", Version::Http11);
        Caller caller(annotated("ledger", "fault.causeway.dev/ratio: 1/4, fault.causeway.dev/status: "
                                          "\"502\""),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        int faults = 0;
        for (int i = 0; i < 200; ++i) {
            const auto response = client.get({"ledger", "/x", "GET", "", {}});
            faults += response.status == 502 ? 1 : 0;
            if (response.status == 502)
                QCOMPARE(response.headers.at("causeway-error"), std::string("fault-injected"));
        }
        QVERIFY2(faults > 20 && faults < 90, qPrintable(QString::number(faults)));
        QCOMPARE(app.requests(), 200 - faults);
    }

    void aRefusingUpstreamIsABadGateway() {
        auto app = std::make_unique<TestApp>("gone", Version::Http11);
        Caller caller(annotated("ledger", ""), {app.get()});
        app.reset();
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        const auto response = client.get({"ledger", "/x", "GET", "", {}});
        QCOMPARE(response.status, 502);
        QCOMPARE(response.headers.at("causeway-error"), std::string("connect-failed"));
        TestClient grpc(caller.outbound, Version::Http2);
        QCOMPARE(grpc.get(grpcCall()).headers.at("grpc-status"), std::string("14"));
    }

    void anUpstreamThatBreaksOffIsNotAskedTwice() {
        TestApp app("ledger-1", Version::Http11);
        app.script({{.hangUp = true}});
        Caller caller(annotated("ledger", "retry.linkerd.io/http: 5xx, retry.linkerd.io/limit: \"3\""),
                      {&app});
        QVERIFY(caller.ready());
        TestClient client(caller.outbound, Version::Http11);
        const auto response = client.get({"ledger", "/x", "POST", "pay", {}});
        QCOMPARE(response.status, 502);
        QCOMPARE(app.requests(), 1);
    }
};

QTEST_GUILESS_MAIN(TestResilience)
#include "tst_resilience.moc"
