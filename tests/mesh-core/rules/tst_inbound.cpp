// SPDX-License-Identifier: Apache-2.0
// From YAML to what a workload's port accepts: Servers, policies, probes, limits, and what may leave.
#include "mesh.h"

#include <QTest>

#include <algorithm>

class TestInbound : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAServerTheDefaultPolicyHolds() {
        auto objects = parsed({kAws});
        const auto cluster = rules::inboundServer(ObjectSet(objects), workload(ObjectSet(objects)), 8080);
        QCOMPARE(cluster.server.describe(), std::string("default/all-authenticated"));
        QCOMPARE(cluster.protocol, Protocol::Http1);
        QCOMPARE(verdict(cluster, kShop, "GET", "/"), QString("allowed by default/all-authenticated"));
        QCOMPARE(verdict(cluster, "", "GET", "/"), QString("denied by default/deny"));
        for (auto& object : objects)
            object.metadata.annotations["config.linkerd.io/default-inbound-policy"] = "deny";
        const auto own = rules::inboundServer(ObjectSet(objects), workload(ObjectSet(objects)), 8080);
        QCOMPARE(verdict(own, kShop, "GET", "/"), QString("denied by default/deny"));
    }
    void aServerReplacesTheDefaultPolicy() {
        const auto objects = parsed({kAws, kPolicy});
        const ObjectSet set(objects);
        const auto rules = rules::inboundServer(set, workload(set), 8080);
        QCOMPARE(rules.server.describe(), std::string("server/bank/ledger-http"));
        QCOMPARE(verdict(rules, kPayments, "POST", "/loans"),
                 QString("allowed by authorizationpolicy/bank/payments-everywhere"));
        QCOMPARE(verdict(rules, kShop, "GET", "/loans/7"), QString("allowed by authorizationpolicy/bank/shop-reads"));
        QCOMPARE(verdict(rules, kShop, "POST", "/loans"), QString("denied by default/deny"));
        QCOMPARE(verdict(rules, kPayments, "GET", "/cards"), QString("no route"));
        // The other port has no Server.
        QVERIFY(rules::inboundServer(set, workload(set), 9091).server.builtIn());
    }
    void theOldestServerWins() {
        auto objects = parsed({kAws, kPolicy});
        auto second = *std::find_if(objects.begin(), objects.end(), [](auto& o) { return o.kind() == "Server"; });
        second.metadata.name = "z-newer-name";
        second.metadata.creationTimestamp = "2026-01-01T00:00:00Z";
        objects.push_back(second);
        const ObjectSet set(objects);
        QCOMPARE(rules::inboundServer(set, workload(set), 8080).server.name, std::string("z-newer-name"));
    }
    void theOlderAuthorizationsCountToo() {
        const auto objects = parsed({kAws, kPolicy, R"(
apiVersion: policy.linkerd.io/v1beta1
kind: ServerAuthorization
metadata: {name: a-cards, namespace: bank}
spec:
  server: {name: ledger-http}
  client: {meshTLS: {serviceAccounts: [{name: web, namespace: shop}]}}
---
apiVersion: policy.linkerd.io/v1beta1
kind: ServerAuthorization
metadata: {name: nobody, namespace: bank}
spec: {server: {selector: {}}, client: {}}
)"});
        const ObjectSet set(objects);
        const auto rules = rules::inboundServer(set, workload(set), 8080);
        QCOMPARE(rules.authorizations.size(), std::size_t(2)); // payments-everywhere, a-cards
        QCOMPARE(verdict(rules, kShop, "POST", "/loans"), QString("allowed by serverauthorization/bank/a-cards"));
        // No networks: the cluster's.
        QVERIFY(rules.authorizations[1].networks == policy::clusterRanges({}));
    }
    void probesNeedNoLeaveUntilThereAreRoutes() {
        auto objects = parsed({kAws});
        for (auto& object : objects) {
            object.metadata.annotations["causeway.dev/probes"] = "web:/ready?full=1, 8080:/live, 9091:/other";
            object.metadata.annotations["config.linkerd.io/default-inbound-policy"] = "deny";
        }
        const auto rules = rules::inboundServer(ObjectSet(objects), workload(ObjectSet(objects)), 8080);
        QCOMPARE(verdict(rules, "", "GET", "/ready?x"), QString("allowed by default/probe"));
        QCOMPARE(verdict(rules, "", "GET", "/live"), QString("allowed by default/probe"));
        QCOMPARE(verdict(rules, "", "POST", "/live"), QString("denied by default/deny"));
        QCOMPARE(verdict(rules, "", "GET", "/other"), QString("denied by default/deny"));
        for (auto& object : parsed({kPolicy}))
            objects.push_back(object);
        const auto routed = rules::inboundServer(ObjectSet(objects), workload(ObjectSet(objects)), 8080);
        QCOMPARE(verdict(routed, "", "GET", "/ready"), QString("no route"));
    }
    void portsMayRequireAnIdentity() {
        auto objects = parsed({kAws});
        for (auto& object : objects) {
            object.metadata.annotations["config.linkerd.io/default-inbound-policy"] = "all-unauthenticated";
            object.metadata.annotations["config.linkerd.io/proxy-require-identity-inbound-ports"] = "8080,443";
        }
        const ObjectSet set(objects);
        QCOMPARE(verdict(rules::inboundServer(set, workload(set), 8080), "", "GET", "/"), QString("denied by default/deny"));
        QCOMPARE(verdict(rules::inboundServer(set, workload(set), 9091), "", "GET", "/"),
                 QString("allowed by default/all-unauthenticated"));
    }
    void routesOfEitherGroupHaveTheirOwnPolicies() {
        const auto objects = parsed({kAws, kPolicy, R"(
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: other-group, namespace: bank}
spec:
  targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: read}
  requiredAuthenticationRefs: []
)"});
        const ObjectSet set(objects);
        QCOMPARE(verdict(rules::inboundServer(set, workload(set), 8080), "", "GET", "/loans"), QString("denied by default/deny"));
    }
    void compatibilityIsTheClusters() {
        std::string compatible(kAws);
        compatible.replace(compatible.find("defaultInboundPolicy"), 0, "compat: linkerd, ");
        const auto regex = R"(
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: {name: a-regex, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: Server, name: ledger-http}]
  rules: [{matches: [{path: {type: RegularExpression, value: "/.*"}, method: GET}]}]
)";
        const auto routeOf = [&](const char* cluster) {
            const auto objects = parsed({cluster, kPolicy, regex});
            const ObjectSet set(objects);
            const auto snapshot = *policy::compile(rules::inboundServer(set, workload(set), 8080));
            return policy::evaluate(*snapshot, {kPayments, "", IpAddress::v4(10, 1, 0, 7), {"GET", "ledger", "/loans/7", nullptr}})
                .route().name;
        };
        QCOMPARE(routeOf(kAws), std::string("a-regex")); // a pattern is more special than a prefix
        QCOMPARE(routeOf(compatible.c_str()), std::string("a-regex"));
        std::string exact(kPolicy);
        exact.replace(exact.find("path: {value: /loans}"), 21, "path: {type: Exact, value: /loans/7}");
        const auto exactly = [&](const char* cluster) {
            const auto objects = parsed({cluster, exact.c_str(), regex});
            const ObjectSet set(objects);
            const auto snapshot = *policy::compile(rules::inboundServer(set, workload(set), 8080));
            return policy::evaluate(*snapshot, {kPayments, "", IpAddress::v4(10, 1, 0, 7), {"GET", "ledger", "/loans/7", nullptr}})
                .route().name;
        };
        QCOMPARE(exactly(kAws), std::string("read"));
        QCOMPARE(exactly(compatible.c_str()), std::string("a-regex")); // equally long: the first by name
    }
    void theOldestRateLimitCounts() {
        const auto objects = parsed({kAws, kPolicy, R"(
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: {name: newer, namespace: bank}
spec: {targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}, total: {requestsPerSecond: 7}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: {name: older, namespace: bank, creationTimestamp: "2026-01-01T00:00:00Z"}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  total: {requestsPerSecond: 100}
  overrides: [{requestsPerSecond: 50, clientRefs: [{kind: ServiceAccount, name: payments}]}]
)"});
        const ObjectSet set(objects);
        const auto limit = rules::inboundServer(set, workload(set), 8080).rateLimit;
        QCOMPARE(limit->object.name, std::string("older"));
        QCOMPARE(*limit->total, std::uint32_t(100));
        QCOMPARE(limit->overrides[0].identities[0], std::string("payments.bank.serviceaccount.identity.causeway.talk.mesh"));
        QVERIFY(!rules::inboundServer(set, workload(set), 9091).rateLimit);
    }
    void theSmallestEgressNetworkJudges() {
        const auto objects = parsed({kAws, R"(
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: everything, namespace: linkerd-egress}
spec: {trafficPolicy: Deny}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: wide, namespace: bank}
spec: {networks: [{cidr: 8.0.0.0/8, except: [8.9.0.0/16]}], trafficPolicy: Deny}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: narrow, namespace: bank}
spec: {networks: [{cidr: 8.8.0.0/16}], trafficPolicy: Allow}
)"});
        const ObjectSet set(objects);
        const auto found = [&](const char* space, const char* address) {
            const auto* object = rules::egressNetworkFor(set, space, *IpAddress::parse(address));
            return object ? object->metadata.name : "none";
        };
        QCOMPARE(found("bank", "8.8.8.8"), std::string("narrow"));
        QCOMPARE(found("bank", "8.1.1.1"), std::string("wide"));
        QCOMPARE(found("bank", "8.9.1.1"), std::string("none"));
        QCOMPARE(found("bank", "9.9.9.9"), std::string("none")); // the namespace has its own
        QCOMPARE(found("shop", "9.9.9.9"), std::string("everything"));
        QCOMPARE(found("shop", "10.1.1.1"), std::string("none")); // inside
    }
    void routesOutOfTheMeshAreTheNetworks() {
        const auto objects = parsed({kAws, R"(
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: partners, namespace: bank}
spec: {networks: [{cidr: 203.0.113.0/24}], trafficPolicy: Deny}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: rates, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: EgressNetwork, name: partners, port: 80}]
  rules:
  - matches: [{path: {value: /rates}}]
    backendRefs: [{group: policy.linkerd.io, kind: EgressNetwork, name: partners, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TLSRoute
metadata: {name: cards, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: EgressNetwork, name: partners, port: 443}]
  hostnames: [pay.example, "*.cards.example"]
  rules: [{}]
)"});
        const ObjectSet set(objects);
        const auto http = rules::outboundRoutes(set, "bank", "203.0.113.9:80");
        QVERIFY2(http, http ? "" : http.error().message().c_str());
        QVERIFY(http->egress && !http->egress->allowed && !http->egress->connections);
        QCOMPARE(http->egress->network.name, std::string("partners"));
        QCOMPARE(http->routes.size(), std::size_t(1));
        QCOMPARE(http->routes[0].rule.route.name, std::string("rates"));
        QCOMPARE(http->routes[0].backends.at(0).destination, std::string()); // out of the mesh
        QVERIFY(http->egress->serverNames.empty());
        const auto tls = rules::outboundRoutes(set, "bank", "203.0.113.9:443");
        QVERIFY(tls && tls->routes.empty());
        QCOMPARE(tls->egress->serverNames.size(), std::size_t(2));
        // Who has no EgressNetwork of its own, and other addresses: nobody judges.
        QVERIFY(!rules::outboundRoutes(set, "shop", "203.0.113.9:80"));
        QVERIFY(!rules::outboundRoutes(set, "bank", "198.51.100.1:80"));
    }
};

QTEST_APPLESS_MAIN(TestInbound)
#include "tst_inbound.moc"
