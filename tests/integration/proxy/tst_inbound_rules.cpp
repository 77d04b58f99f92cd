// SPDX-License-Identifier: Apache-2.0
// What the rules of a port ask of a real proxy beside allow and deny: rates, and what the routes
// change, redirect and fail.
//
//     payments ─┐
//               ├─ sidecars ── mutual TLS ──► ledger's sidecar ──► application
//     cards    ─┘
#include "fixtures.h"
#include "test_client.h"

#include <QTest>

using namespace causeway;

namespace {

struct Mesh {
    explicit Mesh(const std::string& objects) {
        const std::uint16_t inbound = freePort();
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        callee = mesh.start("ledger-1",
                            "  cluster: aws\n  workload: ledger\n  workers: 2\n"
                            "  listeners: [{role: inbound, address: "
                                + quoted(inbound) + "}]\n",
                            cluster("aws") + service(app.port()) + workload("ledger-1", app.port())
                                + server(app.port()) + objects);
        for (const char* account : {"payments", "cards"}) {
            const std::string name = std::string(account) + "-1";
            outbound[account] = freePort();
            mesh.writeLeaf(name, "aws", account);
            callers.push_back(mesh.start(
                name,
                "  cluster: aws\n  workload: " + std::string(account)
                    + "\n  listeners: [{role: outbound, address: " + quoted(outbound[account])
                    + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                      "    endpoints: [{address: "
                    + quoted(inbound) + ", identity: \"" + StaticMesh::idOf("aws", "ledger")
                    + "\", workload: ledger, instance: ledger-1}]\n",
                cluster("aws") + service(8080)));
        }
    }
    static std::string server(std::uint16_t port) {
        return "---\napiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: "
               "ledger-http, namespace: bank}\nspec: {port: "
               + std::to_string(port)
               + ", proxyProtocol: HTTP/1, accessPolicy: all-authenticated, "
                 "externalWorkloadSelector: {matchLabels: {app: ledger}}}\n";
    }
    bool ready() {
        bool all = callee->waitUntilReady();
        for (const auto& each : callers)
            all = all && each->waitUntilReady();
        return all;
    }
    QString logs() { return callee->log() + callers[0]->log() + callers[1]->log(); }
    // So many at once; how many were answered with each status.
    std::map<int, int> ask(const std::string& account, int count) {
        TestClient client(outbound[account], http::Version::Http2);
        std::vector<std::shared_ptr<TestResponse>> responses;
        for (int i = 0; i < count; ++i)
            responses.push_back(client.send({"ledger", "/echo"}));
        std::map<int, int> byStatus;
        for (const auto& each : responses) {
            (void)client.waitFor(each);
            ++byStatus[each->status];
        }
        return byStatus;
    }

    TestApp app{"ledger-1", http::Version::Http11};
    StaticMesh mesh;
    std::unique_ptr<ProxyProcess> callee;
    std::vector<std::unique_ptr<ProxyProcess>> callers;
    std::map<std::string, std::uint16_t> outbound;
};

std::string rateLimit(const std::string& spec) {
    return "---\napiVersion: policy.linkerd.io/v1alpha1\nkind: HTTPLocalRateLimitPolicy\nmetadata: "
           "{name: limit, namespace: bank}\nspec:\n  targetRef: {group: policy.linkerd.io, kind: "
           "Server, name: ledger-http}\n"
           + spec;
}

} // namespace

class TestInboundRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCallerHasItsRate() {
        Mesh mesh(rateLimit("  identity: {requestsPerSecond: 5}\n  overrides: [{requestsPerSecond: "
                            "1000, clientRefs: [{kind: ServiceAccount, name: cards}]}]\n"));
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        std::map<int, int> answers = mesh.ask("payments", 40);
        QCOMPARE(answers[200] + answers[429], 40);
        // Five at once, and one each 200 ms that asking took.
        QVERIFY2(answers[200] >= 5 && answers[200] < 35, std::to_string(answers[200]).c_str());
        QCOMPARE(mesh.ask("cards", 40), (std::map<int, int>{{200, 40}}));
        QCOMPARE(mesh.app.requests(), answers[200] + 40);
        QCOMPARE(mesh.callee->metric("inbound_http_local_ratelimit_total",
                                     {"ratelimit_name=\"limit\"", "ratelimit_scope=\"identity\"",
                                      "srv_name=\"ledger-http\"",
                                      "client_id=\"" + StaticMesh::idOf("aws", "payments") + "\""}),
                 double(answers[429]));
        QCOMPARE(mesh.callee->metric("inbound_http_local_ratelimit_total", {}), double(answers[429]));
        // They were let in by policy; the rate is another matter.
        QCOMPARE(mesh.callee->metric("inbound_http_authz_allow_total", {}), 80.0);
        QCOMPARE(mesh.callee->metric("inbound_http_authz_deny_total", {}), 0.0);
    }

    void filtersOfRoutesAreAppliedByTheCallee() {
        const auto route = [](const std::string& name, const std::string& path,
                              const std::string& annotations, const std::string& filters) {
            return "---\napiVersion: policy.linkerd.io/v1beta3\nkind: HTTPRoute\nmetadata: {name: "
                   + name + ", namespace: bank, annotations: {" + annotations
                   + "}}\nspec:\n  parentRefs: [{group: policy.linkerd.io, kind: Server, name: "
                     "ledger-http}]\n  rules: [{matches: [{path: {value: "
                   + path + "}}]" + filters + "}]\n";
        };
        Mesh mesh(route("changed", "/head", "",
                        ", filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: "
                        "[{name: X-Team, value: fx}], remove: [X-Debug]}}]")
                  + route("moved", "/old", "",
                          ", filters: [{type: RequestRedirect, requestRedirect: {path: {type: "
                          "ReplacePrefixMatch, replacePrefixMatch: /new}, statusCode: 301}}]")
                  + route("broken", "/broken", "fault.causeway.dev/status: \"502\"", ""));
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        TestClient client(mesh.outbound["payments"], http::Version::Http11);
        const auto seen =
            client.get({"ledger", "/head", "GET", "", {{"x-debug", "1"}, {"x-team", "own"}}});
        QVERIFY2(seen.body.find("x-team: fx\n") != std::string::npos, seen.body.c_str());
        QVERIFY(seen.body.find("x-debug") == std::string::npos);
        const auto moved = client.get({"ledger", "/old/a?b=1"});
        QCOMPARE(moved.status, 301);
        QCOMPARE(moved.headers.at("location"), std::string("http://ledger/new/a?b=1"));
        const auto broken = client.get({"ledger", "/broken"});
        QCOMPARE(broken.status, 502);
        QCOMPARE(broken.headers.at("causeway-error"), std::string("fault-injected"));
        QCOMPARE(client.get({"ledger", "/elsewhere"}).status, 404);
        QCOMPARE(mesh.app.requests(), 1);
        QCOMPARE(mesh.callee->metric("inbound_http_statuses_total",
                                     {"route_name=\"moved\"", "http_status=\"301\""}),
                 1.0);
    }

    void theTotalIsEverybodys() {
        Mesh mesh(rateLimit("  total: {requestsPerSecond: 6}\n  overrides: [{requestsPerSecond: 5, "
                            "clientRefs: [{kind: ServiceAccount, name: cards}]}]\n"));
        QVERIFY2(mesh.ready(), qPrintable(mesh.logs()));
        const int first = mesh.ask("payments", 30)[200];
        const int second = mesh.ask("cards", 30)[200];
        QVERIFY2(first >= 6 && first + second < 50, std::to_string(first + second).c_str());
        QVERIFY(mesh.callee->metric("inbound_http_local_ratelimit_total",
                                    {"ratelimit_scope=\"total\""})
                > 0);
        TestClient client(mesh.outbound["cards"], http::Version::Http2);
        TestResponse refused;
        for (int i = 0; i < 20 && refused.status != 429; ++i)
            refused = client.get({"ledger", "/echo"});
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.headers["causeway-error"], std::string("rate-limited"));
        QVERIFY2(refused.body.find("limit") != std::string::npos, refused.body.c_str());
    }
};

QTEST_GUILESS_MAIN(TestInboundRules)
#include "tst_inbound_rules.moc"
