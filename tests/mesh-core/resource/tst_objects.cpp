// SPDX-License-Identifier: Apache-2.0
#include "resource/parse.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::resource;
using namespace std::chrono_literals;

namespace {

constexpr const char* kMesh = R"(apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: bank
  labels: {squad: core, "mirror.linkerd.io/exported": "true"}
spec:
  selector: {app: ledger}
  ports:
  - {name: http, port: 80, targetPort: web, appProtocol: http}
  - {port: 9090}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS:
    identity: spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger
    serverName: ledger.bank.serviceaccount.identity.causeway.talk.mesh
  ports: [{name: web, port: 8080, protocol: TCP}]
  workloadIPs: [{ip: 10.1.0.11}]
status: {conditions: []}
---
apiVersion: multicluster.linkerd.io/v1alpha3
kind: Link
metadata: {name: gcp, namespace: causeway}
spec:
  targetClusterName: gcp
  targetClusterDomain: gcp.mesh
  gatewayAddress: 10.3.0.1
  gatewayPort: "4143"
  gatewayIdentity: spiffe://talk.mesh/cluster/gcp/ns/causeway/sa/gateway
  probeSpec: {path: /ready, port: "4191", period: 3s, timeout: 30s, failureThreshold: "3"}
  selector: {matchLabels: {"mirror.linkerd.io/exported": "true"}}
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: ledger-http, namespace: bank, creationTimestamp: "2026-01-31T12:00:00Z"}
spec:
  externalWorkloadSelector:
    matchExpressions: [{key: app, operator: In, values: [ledger, books]}]
  port: web
  proxyProtocol: HTTP/1
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: ledger-callers, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  requiredAuthenticationRefs:
  - {group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers}
  - {group: policy.linkerd.io, kind: NetworkAuthentication, name: inside}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: callers, namespace: bank}
spec:
  identities: ["*.bank.serviceaccount.identity.causeway.talk.mesh"]
  identityRefs: [{kind: ServiceAccount, name: cards, namespace: shop}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: {name: inside, namespace: bank}
spec: {networks: [{cidr: 10.0.0.0/8, except: [10.9.0.0/16]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: loans, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: ledger, port: 80}]
  hostnames: ["*.bank.example.com"]
  rules:
  - matches:
    - path: {type: Exact, value: /loans}
      method: GET
      headers: [{name: x-tenant, value: blue}]
      queryParams: [{type: RegularExpression, name: full, value: "[01]"}]
    backendRefs: [{name: ledger, port: 80, weight: 9}, {name: ledger-v2, port: 80}]
    timeouts: {request: 10s, backendRequest: 2s}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: books, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: books}]
  rules: [{matches: [{method: {service: bank.Books, method: Get}}], backendRefs: [{name: books, port: 9090}]}]
---
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, cloud: aws, region: eu-west-1, clusterDomain: aws.mesh, trustDomain: talk.mesh, production: false,
       defaultInboundPolicy: all-authenticated}
---
apiVersion: causeway.dev/v1alpha1
kind: Gateway
metadata: {name: gateway, namespace: causeway}
spec: {maxRequestsPerConnection: 1}
---
apiVersion: causeway.dev/v1alpha1
kind: Fleet
metadata: {name: talk}
spec:
  trustDomain: talk.mesh
  trustAnchors: trust/anchors.pem
  client: {certificate: trust/console.pem, key: trust/console.key}
  clusters:
  - {name: aws, cloud: aws, region: eu-west-1, production: false, admin: "unix:aws/admin.sock"}
---
apiVersion: policy.linkerd.io/v1beta1
kind: ServerAuthorization
metadata: {name: older, namespace: bank}
spec:
  server: {selector: {matchLabels: {tier: web}}}
  client:
    networks: [{cidr: 10.0.0.0/8}, {cidr: 192.168.1.7}]
    meshTLS: {identities: ["*.bank.example"], serviceAccounts: [{name: cards, namespace: shop}]}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: {name: gentle, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  total: {requestsPerSecond: 100}
  identity: {requestsPerSecond: 20}
  overrides: [{requestsPerSecond: 50, clientRefs: [{kind: ServiceAccount, name: cards, namespace: shop}]}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: outside, namespace: bank}
spec: {networks: [{cidr: 8.0.0.0/8, except: [8.8.0.0/16]}], trafficPolicy: Deny}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TLSRoute
metadata: {name: card-scheme, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: EgressNetwork, name: outside, port: 443}]
  hostnames: ["*.scheme.example"]
  rules: [{backendRefs: [{group: policy.linkerd.io, kind: EgressNetwork, name: outside}]}]
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: {name: database, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: ledger, port: 5432}]
  rules: [{backendRefs: [{name: ledger, port: 5432}]}]
---
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: ledger.bank.svc.aws.mesh, namespace: bank}
spec:
  routes:
  - {name: "GET /loans/{id}", condition: {method: GET, pathRegex: "/loans/[^/]*"}, timeout: 500ms}
)";

const Object& named(const std::vector<Object>& objects, std::string_view kind) {
    return *std::find_if(objects.begin(), objects.end(), [&](const auto& o) { return o.kind() == kind; });
}

QString errorOf(const std::string& text) {
    const auto objects = parseObjects(text, "m.yaml");
    return objects ? QString("none") : QString::fromStdString(objects.error().describe());
}

// The text of a document of kMesh with one line exchanged, so that a mistake stands in a whole object.
std::string withMistake(const std::string& kind, const std::string& right, const std::string& wrong) {
    std::string text(kMesh);
    const auto from = text.find("kind: " + kind + "\n");
    const auto start = text.rfind("apiVersion", from);
    auto document = text.substr(start, text.find("---\n", from) - start);
    const auto at = document.find(right);
    Q_ASSERT(at != std::string::npos);
    document.replace(at, right.size(), wrong);
    // Of the Gateway API's own group they would be admitted, see tst_unread_routes.
    const std::string group = "gateway.networking.k8s.io/v1\nkind: HTTPRoute";
    if (const auto place = document.find(group); place != std::string::npos)
        document.replace(place, group.size(), "policy.linkerd.io/v1beta3\nkind: HTTPRoute");
    return document;
}

} // namespace

class TestObjects : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsRead() {
        const auto objects = parseObjects(kMesh, "m.yaml");
        QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
        QCOMPARE(objects->size(), std::variant_size_v<Spec> - 1); // all but UnreadRoute
        const auto& service = *named(*objects, "Service").as<Service>();
        QCOMPARE(service.ports[0].targetPort.name, std::string("web"));
        QCOMPARE(service.ports[1].targetPort.number, std::uint16_t(9090));
        const auto& link = *named(*objects, "Link").as<Link>();
        QCOMPARE(link.gatewayPort, std::uint16_t(4143));
        QCOMPARE(link.probe->period, Duration(3s));
        const auto& server = named(*objects, "Server");
        QCOMPARE(server.as<Server>()->accessPolicy, std::string("deny"));
        QCOMPARE(server.ref().describe(), std::string("server/bank/ledger-http"));
        const auto& route = *named(*objects, "HTTPRoute").as<HttpRoute>();
        QCOMPARE(*route.rules[0].timeouts.backendRequest, Duration(2s));
        QCOMPARE(route.rules[0].matches[0].queryParams[0].type, ValueType::RegularExpression);
        QCOMPARE(route.rules[0].backendRefs[1].weight, std::uint32_t(1));
        QCOMPARE(named(*objects, "Fleet").as<Fleet>()->clusters[0].admin, std::string("unix:aws/admin.sock"));
        QCOMPARE(named(*objects, "Gateway").as<Gateway>()->maxRequestsPerConnection, std::uint32_t(1));
    }
    void writtenAndReadAgainTheyAreEqual() {
        const auto objects = parseObjects(kMesh, "m.yaml");
        const auto text = serialize(*objects);
        const auto back = parseObjects(text, "again.yaml");
        QVERIFY2(back, back ? "" : back.error().describe().c_str());
        QVERIFY(*back == *objects);
        QCOMPARE(serialize(*back), text);
    }
    void objectsKnowTheirLine() {
        const auto objects = parseObjects(kMesh, "m.yaml");
        QCOMPARE(named(*objects, "ExternalWorkload").origin.range.start.line, std::uint32_t(13));
    }
    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(says);
        };
        row("version", withMistake("Link", "v1alpha3", "v1alpha9"),
            "m.yaml:1:13: apiVersion: found multicluster.linkerd.io/v1alpha9 of kind Link; expected "
            "multicluster.linkerd.io/v1alpha3");
        row("kind", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}",
            "m.yaml:1:13: apiVersion: found v1 of kind Pod; expected one of the kinds Service, ");
        row("no object", "just text", "m.yaml:1:1: found just text; expected an object");
        row("name", withMistake("Service", "name: ledger", "name: Ledger"),
            "m.yaml:4:9: metadata.name: found Ledger; expected text of lower-case letters");
        row("namespace of a cluster", withMistake("Cluster", "{name: aws}", "{name: aws, namespace: x}"),
            "m.yaml:3:34: metadata.namespace: found x; expected none");
        row("unknown field", withMistake("Gateway", "maxRequestsPerConnection", "maxRequests"),
            "m.yaml:4:8: spec.maxRequests: found an unknown field; expected one of maxRequestsPerConnection");
        row("port", withMistake("Service", "port: 80,", "port: 80000,"),
            "m.yaml:10:24: spec.ports[0].port: found 80000; expected a number from 1 to 65535");
        row("protocol", withMistake("ExternalWorkload", "protocol: TCP", "protocol: UDP"),
            "m.yaml:8:45: spec.ports[0].protocol: found UDP; expected TCP");
        row("selector", withMistake("Server", "externalWorkloadSelector", "podSelector: {}\n  externalWorkloadSelector"),
            "m.yaml:5:3: spec: found both podSelector and externalWorkloadSelector; expected exactly one");
        row("operator", withMistake("Server", "operator: In", "operator: Is"),
            "m.yaml:6:45: spec.externalWorkloadSelector.matchExpressions[0].operator: found Is; expected one of In, ");
        row("access policy", withMistake("Server", "proxyProtocol: HTTP/1", "accessPolicy: open"),
            "m.yaml:8:17: spec.accessPolicy: found open; expected one of deny, all-unauthenticated");
        row("target", withMistake("AuthorizationPolicy", "kind: Server", "kind: Pod"),
            "m.yaml:5:47: spec.targetRef.kind: found Pod; expected one of Server, Namespace");
        row("no authentications", withMistake("AuthorizationPolicy", "requiredAuthenticationRefs:", "others:"),
            "m.yaml:5:3: spec.requiredAuthenticationRefs: found nothing; expected a list");
        row("two authentications", withMistake("AuthorizationPolicy", "NetworkAuthentication", "MeshTLSAuthentication"),
            "m.yaml:7:3: spec.requiredAuthenticationRefs: found several MeshTLSAuthentications");
        row("path", withMistake("HTTPRoute", "value: /loans", "value: loans"),
            "m.yaml:9:34: spec.rules[0].matches[0].path.value: found loans; expected a path that begins with /");
        row("timeouts", withMistake("HTTPRoute", "backendRequest: 2s", "backendRequest: 20s"),
            "m.yaml:14:46: spec.rules[0].timeouts.backendRequest: found 20s; expected at most timeouts.request");
        row("default policy", withMistake("Cluster", "all-authenticated", "open"),
            "m.yaml:5:30: spec.defaultInboundPolicy: found open; expected one of all-unauthenticated");
        row("twice", std::string(kMesh) + "---\napiVersion: causeway.dev/v1alpha1\nkind: Gateway\n"
                         "metadata: {name: gateway, namespace: causeway}\nspec: {}\n",
            "found Gateway causeway/gateway twice; expected it once (the other is in line 94)");
    }
    void mistakesAreNamed() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto error = errorOf(text.toStdString());
        QVERIFY2(error.contains(says), qPrintable(error));
    }
    void admissionRulesHold_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(says);
        };
        row("no network", withMistake("NetworkAuthentication", "[{cidr: 10.0.0.0/8, except: [10.9.0.0/16]}]", "[]"),
            "m.yaml:4:18: spec.networks: found a list; expected at least one network");
        row("cidr", withMistake("NetworkAuthentication", "cidr: 10.0.0.0/8", "cidr: 10.0.0.0/40"),
            "m.yaml:4:26: spec.networks[0].cidr: found \"10.0.0.0/40\"; expected a prefix length of 0 to 32");
        row("exception outside", withMistake("NetworkAuthentication", "10.9.0.0/16", "11.9.0.0/16"),
            "m.yaml:4:47: spec.networks[0].except[0]: found \"11.9.0.0/16\"; expected a part of the cidr");
        row("exception of all", withMistake("NetworkAuthentication", "10.9.0.0/16", "10.0.0.0/8"),
            "spec.networks[0].except[0]: found \"10.0.0.0/8\"; expected less than the whole cidr");
        row("identity", withMistake("MeshTLSAuthentication", "*.bank.serviceaccount", "bank.*.serviceaccount"),
            "m.yaml:5:16: spec.identities[0]: found \"bank.*.serviceaccount");
        row("spiffe", withMistake("MeshTLSAuthentication", "*.bank.serviceaccount.identity.causeway.talk.mesh", "spiffe://talk.mesh/a//b"),
            "m.yaml:5:16: spec.identities[0]: found \"spiffe://talk.mesh/a//b\"");
        row("foreign namespace", withMistake("AuthorizationPolicy", "kind: Server, name: ledger-http", "kind: Namespace, name: shop"),
            "spec.targetRef: found the Namespace shop; expected the policy's own, bank");
        row("pattern", withMistake("HTTPRoute", "\"[01]\"", "\"[01\""),
            "m.yaml:12:66: spec.rules[0].matches[0].queryParams[0].value: found the pattern \"[01\"; expected an RE2 expression");
        row("header", withMistake("HTTPRoute", "x-tenant", "x tenant"),
            "spec.rules[0].matches[0].headers[0].name: found x tenant; expected a name of letters");
        row("method", withMistake("HTTPRoute", "method: GET", "method: G T"),
            "spec.rules[0].matches[0].method: found G T; expected an HTTP method such as GET");
        row("annotation", withMistake("HTTPRoute", "namespace: bank", "namespace: bank, annotations: {timeout.linkerd.io/request: 1.5s}"),
            "metadata.annotations[timeout.linkerd.io/request]: found 1.5s; expected a whole number with ms, s, m, h or d");
        row("retry", withMistake("HTTPRoute", "namespace: bank", "namespace: bank, annotations: {retry.linkerd.io/http: \"5xx,700\"}"),
            "metadata.annotations[retry.linkerd.io/http]: found \"5xx,700\"; expected a list of 5xx");
        row("rate", withMistake("HTTPLocalRateLimitPolicy", "total: {requestsPerSecond: 100}", "total: {requestsPerSecond: 0}"),
            "spec.total.requestsPerSecond: found 0; expected a number from 1 to");
        row("rate above all", withMistake("HTTPLocalRateLimitPolicy", "requestsPerSecond: 50", "requestsPerSecond: 500"),
            "spec.overrides[0].requestsPerSecond: found 500 requests a second; expected at most the total, 100");
        row("egress verdict", withMistake("EgressNetwork", "trafficPolicy: Deny", "trafficPolicy: Maybe"),
            "spec.trafficPolicy: found Maybe; expected one of Allow, Deny");
        row("which server", withMistake("ServerAuthorization", "server: {", "server: {name: ledger-http, "),
            "spec.server: found both name and selector; expected exactly one");
        row("who", withMistake("ServerAuthorization", "client:", "client:\n    unauthenticated: true"),
            "spec.client.unauthenticated: found true beside meshTLS; expected one or the other");
    }
    void admissionRulesHold() { mistakesAreNamed(); }
    void badTrafficSettingsAreNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(says);
        };
        const auto annotated = [&](const char* name, const char* annotations, const char* says) {
            row(name, withMistake("Service", "namespace: bank", std::string("namespace: bank\n  annotations: {") + annotations + "}"), says);
        };
        annotated("misspelt annotation", "retry.linkerd.io/limits: \"3\"",
                  "m.yaml:6:42: metadata.annotations[retry.linkerd.io/limits]: found \"3\"; expected a known name, one of http, grpc, limit, timeout");
        annotated("retry code", "retry.linkerd.io/grpc: \"unavailable,ok\"", "expected a list of cancelled, deadline-exceeded");
        annotated("idle", "timeout.linkerd.io/idle: \"10\"", "metadata.annotations[timeout.linkerd.io/idle]: found \"10\"; expected a whole number with ms");
        annotated("breaker", "balancer.linkerd.io/failure-accrual: sometimes", "found sometimes; expected consecutive or unified");
        annotated("breaker's number alone", "balancer.linkerd.io/failure-accrual-consecutive-max-failures: \"3\"",
                  "metadata.annotations[balancer.linkerd.io/failure-accrual]: found nothing; expected consecutive or unified: without it");
        annotated("success rate", "balancer.linkerd.io/failure-accrual: unified, balancer.alpha.linkerd.io/failure-accrual-success-rate-threshold: \"1.1\"",
                  "found \"1.1\"; expected a number from 0 to 1");
        annotated("window", "balancer.linkerd.io/failure-accrual: unified, balancer.alpha.linkerd.io/failure-accrual-success-rate-window: 5ms",
                  "found 5ms; expected a duration of at least 10ms");
        annotated("penalize", "balancer.alpha.linkerd.io/penalize-failures: \"yes\"", "expected true or false");
        annotated("fault's share", "fault.causeway.dev/ratio: 3/2", "found 3/2; expected a share such as 1/10, 10% or 0.1");
        annotated("fault's status", "fault.causeway.dev/status: \"200\"", "expected an HTTP status from 400 to 599");
        row("filter", withMistake("HTTPRoute", "backendRefs:", "filters: [{type: RequestMirror, requestMirror: {}}]\n    backendRefs:"),
            "spec.rules[0].filters[0].type: found RequestMirror; expected RequestHeaderModifier, ResponseHeaderModifier or RequestRedirect");
        row("header's value", withMistake("HTTPRoute", "backendRefs:", "filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x, value: \"a\\r\\nb\"}]}}]\n    backendRefs:"),
            "spec.rules[0].filters[0].requestHeaderModifier.set[0].value: found");
        row("redirect", withMistake("HTTPRoute", "backendRefs:", "filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplaceFullPath, replaceFullPath: there}}}]\n    backendRefs:"),
            "requestRedirect.path.replaceFullPath: found there; expected a path that begins with /");
    }
    void badTrafficSettingsAreNamed() { mistakesAreNamed(); }
    void aListIsItsItems() {
        const auto objects = parseObjects("apiVersion: v1\nkind: List\nitems:\n- apiVersion: causeway.dev/v1alpha1\n"
                                          "  kind: Gateway\n  metadata: {name: g, uid: x, resourceVersion: \"4\"}\n"
                                          "  spec: {}\n", "m.yaml");
        QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
        QCOMPARE(objects->front().metadata.namespace_, std::string("default"));
    }
    void olderObjectsComeFirst() {
        Object a;
        a.metadata.name = "a";
        Object b;
        b.metadata.name = "b";
        QVERIFY(precedes(a, b) && !precedes(b, a));
        b.metadata.creationTimestamp = "2026-01-01T00:00:00Z";
        QVERIFY(precedes(b, a)); // without a time: not created yet
    }
    void selectors() {
        LabelSelector selector;
        QVERIFY(selector.matches({}));
        selector.matchLabels = {{"app", "ledger"}};
        selector.matchExpressions = {{"tier", SelectorOperator::NotIn, {"test"}}, {"old", SelectorOperator::DoesNotExist, {}}};
        QVERIFY(selector.matches({{"app", "ledger"}}));
        QVERIFY(!selector.matches({{"app", "ledger"}, {"tier", "test"}}));
        QVERIFY(!selector.matches({{"app", "ledger"}, {"old", ""}}));
        QVERIFY(!selector.matches({{"app", "books"}}));
    }
};

QTEST_APPLESS_MAIN(TestObjects)
#include "tst_objects.moc"
