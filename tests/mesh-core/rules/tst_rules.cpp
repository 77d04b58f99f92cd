// SPDX-License-Identifier: Apache-2.0
// From YAML to names, routes and backends: the same way that the control plane and static mode go.
#include "mesh.h"

#include "route/route_table.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace std::chrono_literals;

namespace {

constexpr const char* kRoute = R"(
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: canary, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: ledger, port: 80}]
  rules:
  - matches: [{path: {value: /loans}}]
    backendRefs: [{name: ledger, port: 80, weight: 90}, {name: ledger-v2, port: 80, weight: 5}, {name: ledger-gcp, port: 80, weight: 5}]
    timeouts: {request: 10s}
)";

constexpr const char* kTraffic = R"(
apiVersion: v1
kind: Service
metadata: {name: rates, namespace: bank, annotations: {
    retry.linkerd.io/http: "5xx, 429", retry.linkerd.io/limit: "0", timeout.linkerd.io/response: 2s,
    balancer.linkerd.io/failure-accrual: unified, balancer.linkerd.io/failure-accrual-consecutive-max-failures: "3",
    balancer.alpha.linkerd.io/failure-accrual-success-rate-threshold: "0.9", balancer.alpha.linkerd.io/penalize-failures: "true",
    balancer.causeway.dev/min-ready-endpoints: "1", config.causeway.dev/allow-l5d-request-headers: "true"}}
spec: {selector: {app: rates}, ports: [{port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: quotes, namespace: bank, annotations: {retry.linkerd.io/grpc: "unavailable,cancelled", retry.linkerd.io/timeout: 300ms, timeout.linkerd.io/idle: 7s, fault.causeway.dev/ratio: 10%}}
spec:
  parentRefs: [{group: "", kind: Service, name: rates}]
  rules:
  - matches: [{path: {value: /quotes}}]
    filters:
    - {type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-Team, value: fx}], remove: [X-Debug]}}
    - {type: RequestRedirect, requestRedirect: {hostname: other, path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}, statusCode: 301}}
    backendRefs: [{name: rates, port: 80}, {name: ledger, port: 80}]
)";

} // namespace

class TestRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_data() {
        QTest::addColumn<QString>("authority");
        QTest::addColumn<QString>("destination");
        const auto local = "ledger.bank.svc.aws.mesh:80";
        QTest::newRow("short") << "ledger" << local;
        QTest::newRow("with port") << "ledger:80" << local;
        QTest::newRow("other port") << "ledger:9090" << "ledger.bank.svc.aws.mesh:9090";
        QTest::newRow("namespace") << "ledger.bank" << local;
        QTest::newRow("svc") << "ledger.bank.svc" << local;
        QTest::newRow("kubernetes") << "ledger.bank.svc.cluster.local" << local;
        QTest::newRow("full") << "ledger.bank.svc.aws.mesh" << local;
        QTest::newRow("case") << "Ledger.Bank" << local;
        QTest::newRow("mirror") << "ledger-gcp" << "ledger.bank.svc.gcp.mesh:80@aws:gcp";
        QTest::newRow("mirror, full") << "ledger-gcp.bank.svc.aws.mesh:80" << "ledger.bank.svc.gcp.mesh:80@aws:gcp";
        QTest::newRow("remote, full") << "ledger.bank.svc.gcp.mesh" << "ledger.bank.svc.gcp.mesh:80@aws:gcp";
        QTest::newRow("own cluster by link") << "ledger-aws.bank" << "ledger.bank.svc.aws.mesh:80@aws:aws";
    }
    void names() {
        QFETCH(QString, authority);
        QFETCH(QString, destination);
        const auto objects = parsed({kAws});
        const auto name = rules::resolve(ObjectSet(objects), "bank", authority.toStdString());
        QVERIFY2(name, name ? "" : name.error().describe().c_str());
        QCOMPARE(QString::fromStdString(name->destination), destination);
    }
    void namesOfNothing_data() {
        QTest::addColumn<QString>("authority");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << "books" << "no service books is declared for namespace bank of cluster aws";
        QTest::newRow("namespace") << "ledger.shop" << "no service ledger.shop is declared";
        QTest::newRow("port") << "ledger:81" << "Service bank/ledger has no port 81; it has 80, 9090";
        QTest::newRow("bad port") << "ledger:x" << "found port \"x\"; expected a number";
        QTest::newRow("domain") << "ledger.bank.svc.other.mesh" << "no service ledger.bank.svc.other.mesh";
        QTest::newRow("outside") << "example.com" << "no service example.com";
    }
    void namesOfNothing() {
        QFETCH(QString, authority);
        QFETCH(QString, says);
        const auto objects = parsed({kAws});
        const auto name = rules::resolve(ObjectSet(objects), "bank", authority.toStdString());
        QVERIFY(!name);
        QVERIFY2(QString::fromStdString(name.error().describe()).contains(says), name.error().describe().c_str());
    }
    void aCallerOfAnotherNamespaceMustNameIt() {
        const auto objects = parsed({kAws});
        QVERIFY(!rules::resolve(ObjectSet(objects), "shop", "ledger"));
        QVERIFY(rules::resolve(ObjectSet(objects), "shop", "ledger.bank"));
    }
    void servedPortsFollowTheSelectors() {
        const auto objects = parsed({kAws});
        const ObjectSet set(objects);
        const auto served = rules::servedPorts(set, workload(set));
        QCOMPARE(served.size(), std::size_t(2));
        QVERIFY((served[0] == rules::ServedPort{"ledger.bank.svc.aws.mesh", 80, 8080}));
        QVERIFY((served[1] == rules::ServedPort{"ledger.bank.svc.aws.mesh", 9090, 9091}));
    }
    void theOrderOfObjectsChangesNothing() {
        auto objects = parsed({kAws, kPolicy, kRoute});
        const ObjectSet first(objects);
        const auto inbound = rules::inboundServer(first, workload(first), 8080);
        const auto outbound = *rules::outboundRoutes(first, "bank", "ledger");
        std::mt19937 random(1);
        for (int i = 0; i < 20; ++i) {
            std::shuffle(objects.begin(), objects.end(), random);
            const ObjectSet set(objects);
            QVERIFY(rules::inboundServer(set, workload(set), 8080) == inbound);
            QVERIFY(*rules::outboundRoutes(set, "bank", "ledger") == outbound);
        }
    }
    void routesSplitAndTimeOut() {
        const auto objects = parsed({kAws, kRoute});
        const auto routes = *rules::outboundRoutes(ObjectSet(objects), "bank", "ledger");
        QCOMPARE(routes.service, std::string("ledger.bank.svc.aws.mesh"));
        QCOMPARE(routes.protocol, Protocol::Http1);
        QCOMPARE(routes.routes.size(), std::size_t(1));
        const auto& route = routes.routes[0];
        QCOMPARE(route.rule.route.describe(), std::string("httproute/bank/canary"));
        QCOMPARE(route.backends[1].destination, std::string("ledger-v2.bank.svc.aws.mesh:80"));
        QCOMPARE(route.backends[2].destination, std::string("ledger.bank.svc.gcp.mesh:80@aws:gcp"));
        QCOMPARE(*route.timeouts.request, Duration(10s)); // the route's own field
        QCOMPARE(*route.timeouts.idle, Duration(5s));     // the service's annotation
        // Of the named port only.
        QVERIFY(rules::outboundRoutes(ObjectSet(objects), "bank", "ledger:9090")->routes.empty());
        QVERIFY(rules::outboundRoutes(ObjectSet(objects), "bank", "ledger-v2")->routes.empty());
    }
    void theCallersRoutesReplaceTheServices() {
        std::string consumer(kRoute);
        consumer.replace(consumer.find("name: canary, namespace: bank"), 29, "name: mine, namespace: shop");
        consumer.replace(consumer.find("name: ledger, port"), 12, "name: ledger, namespace: bank");
        const auto objects = parsed({kAws, kRoute, consumer.c_str()});
        const ObjectSet set(objects);
        QCOMPARE(rules::outboundRoutes(set, "shop", "ledger.bank")->routes[0].rule.route.name, std::string("mine"));
        QCOMPARE(rules::outboundRoutes(set, "bank", "ledger")->routes[0].rule.route.name, std::string("canary"));
        QCOMPARE(rules::outboundRoutes(set, "other", "ledger.bank")->routes[0].rule.route.name, std::string("canary"));
    }
    void profilesBecomeRoutes() {
        const auto objects = parsed({kAws, kRoute, R"(
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: ledger.bank.svc.aws.mesh, namespace: bank}
spec:
  routes:
  - name: read
    condition: {all: [{method: GET}, {not: {pathRegex: "/loans/secret"}}], pathRegex: "/loans/[^/]*"}
    isRetryable: true
    timeout: 1500ms
    responseClasses: [{condition: {status: {min: 404}}, isFailure: true}, {condition: {status: {min: 500, max: 501}}}]
  - {name: any, condition: {any: [{method: GET}, {method: PUT}]}}
  retryBudget: {retryRatio: 0.5, minRetriesPerSecond: 3, ttl: 20s}
  dstOverrides: [{authority: ledger.bank.svc.aws.mesh:80, weight: 900m}, {authority: ledger-v2.bank.svc.aws.mesh, weight: "0.1"}, {authority: gone, weight: "0"}]
)"});
        const auto routes = *rules::outboundRoutes(ObjectSet(objects), "bank", "ledger");
        QCOMPARE(routes.routes.size(), std::size_t(2)); // the HTTPRoute and the annotations count no more
        QVERIFY(routes.fallback.timeouts == route::Timeouts{});
        QVERIFY((routes.budget == route::RetryBudget{0.5, 3, 20s}));
        const auto& read = routes.routes[0];
        QVERIFY(read.timeouts.request == Duration(1500ms));
        QVERIFY((read.classes == std::vector<route::ResponseClass>{{{404, 404}, true}, {{500, 501}, false}}));
        QVERIFY((read.retry->http == std::vector<StatusRange>{{404, 404}, {502, 599}}));
        QCOMPARE(read.backends.size(), std::size_t(2));
        QVERIFY(read.backends[0].weight == 900 && read.backends[1].weight == 100);
        QCOMPARE(read.backends[1].destination, std::string("ledger-v2.bank.svc.aws.mesh:80"));
        const auto table = *route::OutboundTable::compile(routes);
        const auto found = [&](const char* method, const char* path) {
            return table.match({method, "ledger", path, nullptr}).rule.route.name;
        };
        QCOMPARE(found("GET", "/loans/7?full=1"), std::string("read"));
        QCOMPARE(found("GET", "/loans/secret"), std::string("any"));
        QCOMPARE(found("GET", "/loans/7/8"), std::string("any"));
        QCOMPARE(found("POST", "/loans/7"), std::string("default"));
    }
    void annotationsSayRetriesAndBreakers() {
        const auto objects = parsed({kAws, kTraffic});
        const auto routes = *rules::outboundRoutes(ObjectSet(objects), "bank", "rates");
        QVERIFY(routes.headerOverrides && routes.balancing.maxFailures == 3 && routes.balancing.minReady == 1);
        QCOMPARE(routes.balancing.successRate, 0.9);
        QVERIFY(routes.balancing.penalty == Duration(5s));
        const auto& fallback = routes.fallback;
        QVERIFY(fallback.rule.route.builtIn());
        QVERIFY(fallback.retry && (fallback.retry->http == std::vector<StatusRange>{{500, 599}, {429, 429}}));
        QCOMPARE(fallback.retry->limit, 1U);
        QVERIFY(fallback.timeouts == (route::Timeouts{{}, Duration(2s), {}}));
        // Any annotation of a set on the route replaces the service's whole set.
        const auto& quotes = routes.routes[0];
        QVERIFY(quotes.retry->http.empty());
        QCOMPARE(quotes.retry->grpc, 1U << 14 | 1U << 1);
        QVERIFY(quotes.retry->perTry == Duration(300ms));
        QVERIFY(quotes.timeouts == (route::Timeouts{{}, {}, Duration(7s)}));
        QVERIFY(quotes.filters.request.set[0].name == "x-team" && quotes.filters.request.remove[0] == "x-debug");
        QCOMPARE(quotes.filters.redirect->status, 301);
        QCOMPARE(quotes.filters.fault->numerator, 1'000U);
        QCOMPARE(quotes.backends[0].balancing, routes.balancing);
        QCOMPARE(quotes.backends[1].balancing.maxFailures, 0U);
    }
    void grpcRoutesMatchMethods() {
        const auto objects = parsed({kAws, kRoute, R"(
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: books, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: ledger}]
  rules:
  - matches: [{method: {service: bank.Books, method: Get}}, {method: {service: bank.Admin}}, {method: {method: Watch.All}}]
)"});
        const auto routes = *rules::outboundRoutes(ObjectSet(objects), "bank", "ledger:80");
        QCOMPARE(routes.protocol, Protocol::Grpc);
        QCOMPARE(routes.routes.size(), std::size_t(1)); // the HTTPRoute is not accepted beside it
        const auto table = *route::OutboundTable::compile(routes);
        const auto found = [&](const char* path) {
            return table.match({"POST", "ledger", path, nullptr}).rule.route.name;
        };
        QCOMPARE(found("/bank.Books/Get"), std::string("books"));
        QCOMPARE(found("/bank.Books/Put"), std::string("default"));
        QCOMPARE(found("/bank.Admin/Anything"), std::string("books"));
        QCOMPARE(found("/x.Y/Watch.All"), std::string("books"));
        QCOMPARE(found("/x.Y/WatchXAll"), std::string("default"));
    }
};

QTEST_APPLESS_MAIN(TestRules)
#include "tst_rules.moc"
