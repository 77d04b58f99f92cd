// SPDX-License-Identifier: Apache-2.0
// Round trips of values in which every field differs from its default, refusals of what the plain
// side cannot mean, and checksums.
#include "convert/convert.h"

#include <QCryptographicHash>
#include <QTest>



using namespace causeway;
using namespace std::chrono_literals;
using convert::fromProto;
using convert::toProto;

namespace {

const ObjectRef kRef{"policy.linkerd.io", "httproute", "get-loan", "bank"};

route::RouteRule routeRule() {
    using route::HostMatch;
    using route::PathMatch;
    using route::ValueMatch;
    const std::vector<ValueMatch> values{{"x-tenant", ValueMatch::Kind::Exact, "blue"},
                                         {"x-trace", ValueMatch::Kind::Regex, "[0-9a-f]+"}};
    return {kRef,
            {{HostMatch::Kind::Exact, "a.example.com"}, {HostMatch::Kind::Suffix, "example.com"}},
            {{PathMatch{PathMatch::Kind::Exact, "/a"}, "GET", values, values},
             {PathMatch{PathMatch::Kind::Prefix, "/b"}, "", {}, {}},
             {PathMatch{PathMatch::Kind::Regex, "/c.*"}, "", {}, {}},
             {std::nullopt, "PUT", {}, {}}}};
}

policy::ServerRules serverRules() {
    policy::ServerRules rules;
    rules.server = {"policy.linkerd.io", "server", "ledger", "bank"};
    rules.port = 8080;
    rules.protocol = Protocol::Grpc;
    rules.detectTimeout = 3s;
    rules.authorizations = {{kRef, {{"10.0.0.0/8", {"10.1.0.0/16"}}}, policy::Unauthenticated{}},
                            {kRef, {{"::/0", {}}}, policy::MeshTls{true, {"spiffe://x"}, {".bank"}}}};
    rules.routes = {{routeRule(), rules.authorizations, {}}};
    rules.routes[0].filters.request = {{{"x-set", "1"}}, {}, {"x-gone"}};
    rules.routes[0].filters.fault = {502, "broken on purpose", 1, 4};
    rules.defaultVerdict = policy::DefaultVerdict::Audit;
    rules.precedence = route::Precedence::Linkerd;
    rules.rateLimit = policy::RateLimit{kRef, 100, std::nullopt, {{20, {"cards.shop.example"}}}};
    return rules;
}

route::OutboundRoutes outboundRoutes() {
    route::Balancing balancing;
    balancing.maxFailures = 7;
    balancing.successRate = 0.8;
    balancing.honorRetryAfter = true;
    balancing.minReady = 1;
    balancing.penalty = 5s;
    route::OutboundRoute full{routeRule(), {{"a:80", 9, balancing}, {"b:80", 0}}, {10s, 1500ms, 1ns}};
    full.retry = route::RetryPolicy{{{500, 503}}, 1U << 14 | 1U << 1, 2, 300ms};
    full.filters.request = {{{"x-set", "1"}}, {{"x-add", "2"}}, {"x-gone"}};
    full.filters.response.remove = {"server"};
    full.filters.redirect = {"https", "other", 8443, route::Redirect::Path::Prefix, "/new", 301};
    full.filters.fault = {503, "broken on purpose", 1, 10};
    full.classes = {{{404, 404}, true}, {{500, 501}, false}};
    full.condition = route::Condition{"/loans/[^/]*", "GET", {}, {{"/a", "", {}, {}, {}}}, {{"", "PUT", {}, {}, {}}}};
    route::OutboundRoutes routes{"ledger.bank.svc.gcp.mesh", 80, Protocol::Http2, {full}};
    routes.routes.push_back({.rule = routeRule()});
    routes.fallback.timeouts.idle = 5s;
    routes.destination = "ledger.bank.svc.gcp.mesh:80@aws:gcp";
    routes.balancing = balancing;
    routes.budget = {0.5, 3, 20s};
    routes.headerOverrides = true;
    routes.egress = {{"policy.linkerd.io", "EgressNetwork", "partners", "bank"}, false, true, {{route::HostMatch::Kind::Suffix, ""}}};
    return routes;
}

balance::Endpoint endpoint(std::string address) {
    return {std::move(address), 5, balance::TlsIdentity{"spiffe://talk.mesh/x", "x.talk.mesh"}, Protocol::Http2,
            "ledger", "ledger-1", "eu-west-1a", true, "aws:gcp", {"eu-west-1a", "eu-west-1b"}};
}

std::vector<rules::Resource> resources() {
    return {rules::ProxySettings{{{"ledger.bank.svc.aws.mesh", 80, 8080}}, {"spiffe://g"}, "aws.mesh", 7, 250ms, "json", "eu-west-1a", false, {"/reset/{}"},
                                 {{"aws:gcp", "10.3.0.3:4143", "spiffe://g2"}}},
            rules::TrustBundle{"talk.mesh", {std::string("\x30\x00\xff", 3), "second"}},
            serverRules(),
            outboundRoutes(),
            balance::Endpoints{{endpoint("10.1.0.11:4143"), endpoint("10.1.0.12:4143")}, true},
            rules::GatewayExports{{{"ledger.bank.svc.aws.mesh", {80, 9090}, {"gcp"}}}}};
}

rules::ConfigUpdate updateWith(rules::Resource resource) {
    rules::ConfigUpdate update;
    update.sequence = 42;
    update.name = {rules::kindOf(resource), "n"};
    update.version = "v";
    update.checksum = convert::checksum(resource);
    update.payload = std::move(resource);
    return update;
}

ProxyInstance proxy() {
    return {"aws", "bank", "ledger", "ledger-1", 1'767'000'000'000'000'001, "0.1.0", ProxyMode::Gateway, "spiffe://x"};
}

telemetry::EdgeSample edgeSample() {
    telemetry::EdgeSample sample;
    sample.labels = {{telemetry::Vantage::Ingress, "spiffe://x", "ledger.bank", "gcp", "httproute/get-loan", Protocol::Grpc,
                      telemetry::StatusClass::GrpcOther, telemetry::TlsState::None, "aws:gcp"},
                     "payments", "ledger", "ledger-1"};
    auto& counters = sample.counters;
    counters.requests = 1;
    counters.attempts = 2;
    counters.failures = 3;
    counters.latency.record(60'000, 4);
    for (const auto leg : telemetry::kLegs)
        counters.leg(leg).record(1'000 * static_cast<std::uint64_t>(leg), 2);
    counters.connectionsOpened = 5;
    counters.requestsReused = 6;
    counters.requestBytes = 7;
    counters.responseBytes = 8;
    return sample;
}

template <typename T> QString refusal(const Result<T>& result) {
    return result ? QString("accepted") : QString::fromStdString(result.error().describe());
}

} // namespace

class TestConvert : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyResourceComesBackEqual() {
        for (const auto& resource : resources()) {
            const auto update = updateWith(resource);
            const auto back = fromProto(toProto(update));
            QVERIFY2(back, back ? "" : back.error().describe().c_str());
            QVERIFY(*back == update);
            const auto parsed = convert::parse(rules::kindOf(resource), convert::serialize(resource));
            QVERIFY(parsed && *parsed == resource);
        }
    }
    void otherPayloadsComeBackEqual() {
        rules::ConfigUpdate update;
        update.name = {rules::ResourceName::Kind::Endpoints, "ledger.bank.svc.gcp.mesh:80"};
        for (const decltype(update.payload)& payload :
             {decltype(update.payload)(rules::Unchanged{}), decltype(update.payload)(rules::Absent{"nobody"}),
              decltype(update.payload)(balance::EndpointsDelta{{endpoint("a:1")}, {"b:1"}})}) {
            update.payload = payload;
            QVERIFY(*fromProto(toProto(update)) == update);
        }
    }
    void requestsComeBackEqual() {
        const rules::ResourceName name{rules::ResourceName::Kind::InboundServer, "8080"};
        for (const auto& request :
             {rules::ConfigRequest(rules::Hello{proxy(), {{name, "v1"}}, {name}}), rules::ConfigRequest(rules::Subscribe{name}),
              rules::ConfigRequest(rules::Unsubscribe{name}), rules::ConfigRequest(rules::Ack{7}),
              rules::ConfigRequest(rules::Nack{8, "bad"})})
            QVERIFY(*fromProto(toProto(request)) == request);
    }
    void reportsComeBackEqual() {
        telemetry::Report report;
        report.proxy = proxy();
        report.sequence = 9;
        report.end = WallTime(1'767'000'000s + 123ns);
        report.duration = 1'000'007us;
        report.edges = {edgeSample()};
        report.stats = {1, 2, 3.5, 4, 5, WallTime(1'800'000'000s), "0a1b", true, 6};
        telemetry::ProbeSample probe{"aws:gcp", telemetry::ProbeRung::HttpWarm, 1, 2, 3, 4, 5, {{"refused", 6}},
                                     {}, 7, 8, telemetry::OneWay{9, -10, 11, 12}, 13,
                                     telemetry::PathSample{14, 15, 16}, telemetry::PathSample{17, 0, 0}};
        probe.time.record(20'000, 3);
        report.probes = {probe, {}};
        telemetry::ConnectionSample wire{telemetry::Leg::Wire, "aws:gcp", 1, 2, 3, {}, 4, 5, 6, 7};
        wire.rtt.record(20'000, 3);
        report.connections = {wire, {.leg = telemetry::Leg::ToCallee}};
        recording::Sample asked;
        asked.service = "ledger.bank.svc.aws.mesh";
        asked.port = 80;
        asked.identity = "spiffe://talk.mesh/x";
        asked.network = IpAddress::v4(10, 1, 0, 7);
        asked.path = "/loans/\xff"; // whatever a stranger wrote
        asked.verdict = recording::Verdict::Denied;
        asked.firstSeen = 5;
        asked.lastSeen = 7;
        asked.count = 3;
        report.requests = {asked, asked};
        report.requests[1].network = *IpAddress::parse("fd00::1");
        report.requestsGivenUp = 4;
        const auto back = fromProto(toProto(report));
        QVERIFY(back && *back == report);
    }
    void timesBefore1970KeepTheirNanoseconds() {
        telemetry::Report report;
        report.proxy = proxy();
        report.end = WallTime(-1ns);
        const auto message = toProto(report);
        QCOMPARE(message.end().nanos(), 999'999'999);
        QCOMPARE(fromProto(message)->end, report.end);
    }
    void whatIsUnsetOrUnknownIsRefused_data() {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const auto& result, const char* says) {
            QTest::newRow(name) << refusal(result) << QString(says);
        };
        row("request", fromProto(v1::ConfigRequest()), "request: found nothing");
        v1::ConfigUpdate update;
        row("kind", fromProto(update), "name.kind: found 0; expected a known kind");
        update.mutable_name()->set_kind(v1::ResourceName::ENDPOINTS);
        row("payload", fromProto(update), "payload: found nothing");
        update.mutable_trust_bundle();
        row("other kind", fromProto(update), "payload: found trust bundle; expected what the name says: endpoints");

        auto inbound = toProto(serverRules());
        inbound.mutable_authorizations(0)->clear_authentication();
        row("authentication", fromProto(inbound), "httproute/bank/get-loan: authentication: found nothing");
        inbound = toProto(serverRules());
        inbound.set_default_verdict(static_cast<v1::DefaultVerdict>(77));
        row("verdict", fromProto(inbound), "default_verdict: found 77");
        inbound = toProto(serverRules());
        inbound.set_port(70'000);
        row("port", fromProto(inbound), "port: found 70000; expected a port from 1 to 65535");
        inbound = toProto(serverRules());
        inbound.mutable_http_routes(0)->mutable_hosts(1)->clear_match();
        row("host", fromProto(inbound), "httproute/bank/get-loan: hosts[1]: match: found nothing");
        inbound = toProto(serverRules());
        inbound.mutable_http_routes(0)->mutable_matches(0)->mutable_headers(0)->clear_value();
        row("header", fromProto(inbound), "matches[0]: value: found nothing");

        auto outbound = toProto(outboundRoutes());
        outbound.set_protocol(v1::PROTOCOL_UNSPECIFIED);
        row("protocol", fromProto(outbound), "protocol: found 0; expected a known value");
        auto sample = toProto(edgeSample());
        sample.mutable_key()->set_status_class(static_cast<v1::StatusClass>(99));
        row("status", fromProto(sample), "status_class: found 99");
        sample = toProto(edgeSample());
        sample.mutable_latency()->add_buckets(9'999);
        row("histogram", fromProto(sample), "histogram: found 2 buckets and 1 counts");
    }
    void whatIsUnsetOrUnknownIsRefused() {
        QFETCH(QString, found);
        QFETCH(QString, says);
        QVERIFY2(found.contains(says), qPrintable(found));
    }
    void trafficThatCannotBeMeantIsRefused_data() {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const auto& result, const char* says) {
            QTest::newRow(name) << refusal(result) << QString(says);
        };
        const auto refused = [&](const char* name, auto change, const char* message) {
            auto wrong = toProto(outboundRoutes());
            change(wrong);
            row(name, fromProto(wrong), message);
        };
        refused("retry code", [](auto& m) { m.mutable_routes(0)->mutable_retry()->add_grpc_codes(17); },
                "httproute/bank/get-loan: retry.grpc_codes: found 17; expected 1 to 16");
        refused("statuses", [](auto& m) { m.mutable_routes(0)->mutable_retry()->add_http()->set_min(600); },
                "httproute/bank/get-loan: statuses: found 600-0; expected a range within 100-599");
        refused("redirect", [](auto& m) { m.mutable_routes(0)->mutable_filters()->mutable_redirect()->set_status(200); },
                "httproute/bank/get-loan: redirect.status: found 200; expected 300 to 399");
        refused("fault", [](auto& m) { m.mutable_routes(0)->mutable_filters()->mutable_fault()->set_numerator(11); },
                "httproute/bank/get-loan: fault: found 11/10; expected a share between 0 and 1");
        refused("budget", [](auto& m) { m.mutable_retry_budget()->set_ratio(-1); },
                "retry_budget.ratio: found -1.000000; expected 0 to 1000");
        refused("success rate", [](auto& m) { m.mutable_balancing()->set_success_rate(1.5); },
                "balancing.success_rate: found 1.500000; expected 0 to 1");
    }
    void trafficThatCannotBeMeantIsRefused() { whatIsUnsetOrUnknownIsRefused(); }
    void endpointsMustBeSortedAndDistinct() {
        v1::Endpoints message;
        *message.add_endpoints() = toProto(endpoint("b:1"));
        *message.add_endpoints() = toProto(endpoint("a:1"));
        QVERIFY(refusal(fromProto(message)).contains("endpoints: found b:1 before a:1"));
        *message.mutable_endpoints(1) = toProto(endpoint("b:1"));
        QVERIFY(!fromProto(message));
    }
    void checksumsNameTheContent() {
        for (const auto& resource : resources()) {
            QCOMPARE(convert::checksum(resource).size(), std::size_t(32));
            QCOMPARE(convert::checksum(resource), convert::checksum(resource));
        }
        auto endpoints = std::get<balance::Endpoints>(resources()[4]);
        const auto before = convert::checksum(rules::Resource(endpoints));
        balance::apply(endpoints, {{endpoint("10.1.0.13:4143")}, {}});
        QVERIFY(convert::checksum(rules::Resource(endpoints)) != before);
        balance::apply(endpoints, {{}, {"10.1.0.13:4143"}});
        QCOMPARE(convert::checksum(rules::Resource(endpoints)), before);
    }
    // Pinned, so that full and lite, and two versions of us, are known to agree.
    void aKnownChecksum() {
        const auto sum = convert::checksum(rules::TrustBundle{"talk.mesh", {"a"}});
        QCOMPARE(QByteArray::fromStdString(sum).toHex(), QCryptographicHash::hash(QByteArray("\x0a\x09talk.mesh\x12\x01" "a"), QCryptographicHash::Sha256).toHex());
    }
};

QTEST_APPLESS_MAIN(TestConvert)
#include "tst_convert.moc"
