// SPDX-License-Identifier: Apache-2.0
// What is simulated is what happens: 10,000 random requests under random policies, asked of live
// causeway-proxy processes and of the simulator; no difference is tolerated.
//
//     payments@bank ─┐                      ┌─► s0: its own random policy
//     cards@bank    ─┼─ sidecars ── mTLS ──►┼─► …
//     web@shop      ─┘                      └─► s5
#include "analysis/simulate/simulate.h"
#include "objects.h"
#include "resource/parse.h"
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QTest>

#include <random>

using namespace causeway;
using namespace causeway::analysis;

namespace {

constexpr int kServices = 6;
constexpr int kRequests = 10'000;
constexpr int kAtOnce = 50;
const std::vector<std::pair<std::string, std::string>> kCallers{{"payments", "bank"}, {"cards", "bank"}, {"web", "shop"}};
const std::vector<std::string> kPaths{"/a", "/a/b", "/a/b/c", "/b", "/b/7", "/b/x", "/c?q=7", "/c?q=x", "/"};
const std::vector<std::string> kMethods{"GET", "POST", "PUT"};

class Dice {
public:
    explicit Dice(unsigned seed) : m_random(seed) {}
    unsigned below(std::size_t limit) { return static_cast<unsigned>(m_random() % limit); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T> const T& pick(const std::vector<T>& list) { return list[below(list.size())]; }

private:
    std::mt19937 m_random;
};

std::string document(const std::string& kind, const std::string& version, const std::string& name, const std::string& spec) {
    return "---\napiVersion: policy.linkerd.io/" + version + "\nkind: " + kind + "\nmetadata: {name: " + name
           + ", namespace: bank}\nspec: " + spec + "\n";
}

std::string randomPath(Dice& dice) {
    switch (dice.below(4)) {
    case 0: return "path: {type: Exact, value: " + dice.pick(std::vector<std::string>{"/a", "/a/b", "/b/7", "/c"}) + "}, ";
    case 1: return "path: {value: " + dice.pick(std::vector<std::string>{"/", "/a", "/a/", "/b", "/a/b"}) + "}, ";
    case 2: return "path: {type: RegularExpression, value: \"" + dice.pick(std::vector<std::string>{"/b/[0-9]+", "/.*", "/a/.*", "/[ab]"}) + "\"}, ";
    default: return "";
    }
}

std::string randomMatch(Dice& dice) {
    auto match = randomPath(dice);
    if (dice.chance(40))
        match += "method: " + dice.pick(kMethods) + ", ";
    if (dice.chance(30))
        match += "headers: [{name: X-Tenant, value: blue}], ";
    if (dice.chance(20))
        match += "queryParams: [{type: RegularExpression, name: q, value: \"[0-9]+\"}], ";
    return "{" + match.substr(0, match.empty() ? 0 : match.size() - 2) + "}";
}

std::string randomCallers(Dice& dice) {
    switch (dice.below(4)) {
    case 0: return "identities: [\"" + StaticMesh::idOf("aws", "payments") + "\"]";
    case 1: return "identityRefs: [{kind: ServiceAccount, name: cards}]";
    case 2: return "identityRefs: [{kind: Namespace, name: shop}]";
    default: return "identities: [\"*\"]";
    }
}

// A policy, what it refers to, for a Server or a route.
std::string randomPolicy(Dice& dice, const std::string& name, const std::string& target) {
    const bool byNetwork = dice.chance(40);
    auto text = document("MeshTLSAuthentication", "v1alpha1", name, "{" + randomCallers(dice) + "}");
    std::string references = dice.chance(10) ? "" : "{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: " + name + "}";
    if (byNetwork) {
        text += document("NetworkAuthentication", "v1alpha1", name,
                         dice.chance(50) ? "{networks: [{cidr: 127.0.0.0/8}]}" : "{networks: [{cidr: 10.0.0.0/8}, {cidr: 127.0.0.0/8, except: [127.0.0.0/16]}]}");
        references += std::string(references.empty() ? "" : ", ") + "{group: policy.linkerd.io, kind: NetworkAuthentication, name: " + name + "}";
    }
    return text + document("AuthorizationPolicy", "v1alpha1", name, "{targetRef: {" + target + "}, requiredAuthenticationRefs: [" + references + "]}");
}

std::string randomPolicies(Dice& dice, const std::string& service, std::uint16_t port) {
    const std::string access = dice.pick(std::vector<std::string>{"deny", "deny", "deny", "audit", "cluster-authenticated"});
    const std::string server = service + "-http";
    auto text = document("Server", "v1beta3", server, "{externalWorkloadSelector: {matchLabels: {app: " + service + "}}, port: "
                                                          + std::to_string(port) + ", proxyProtocol: HTTP/1, accessPolicy: " + access + "}");
    if (dice.chance(60))
        text += randomPolicy(dice, server, "group: policy.linkerd.io, kind: Server, name: " + server);
    for (unsigned i = 0, count = dice.below(6); i < count; ++i) {
        const auto name = service + "-r" + std::to_string(i);
        std::string matches = randomMatch(dice);
        if (dice.chance(30))
            matches += ", " + randomMatch(dice);
        text += document("HTTPRoute", "v1beta3", name, "{parentRefs: [{group: policy.linkerd.io, kind: Server, name: " + server
                                                           + "}], rules: [{matches: [" + matches + "]}]}");
        if (dice.chance(70))
            text += randomPolicy(dice, name, "group: policy.linkerd.io, kind: HTTPRoute, name: " + name);
    }
    return text;
}

std::string serviceNamed(const std::string& name, std::uint16_t port) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", namespace: bank}\nspec: {selector: {app: " + name
           + "}, ports: [{port: 80, targetPort: " + std::to_string(port) + ", appProtocol: http}]}\n";
}
std::string workloadNamed(const std::string& name, std::uint16_t port) {
    return "---\napiVersion: workload.linkerd.io/v1beta1\nkind: ExternalWorkload\nmetadata: {name: " + name
           + "-1, namespace: bank, labels: {app: " + name + "}}\nspec:\n  meshTLS: {identity: \"" + StaticMesh::idOf("aws", name)
           + "\", serverName: x}\n  ports: [{port: " + std::to_string(port) + "}]\n  workloadIPs: [{ip: 127.0.0.1}]\n";
}

// The mesh of the drawing: every service with a policy of its own, every caller with a sidecar.
struct RandomMesh {
    explicit RandomMesh(Dice& dice) {
        std::string endpoints;
        std::string services;
        objects = cluster("aws");
        if (dice.chance(50))
            objects.insert(objects.find("defaultInboundPolicy"), "compat: linkerd, ");
        const auto clusterObject = objects;
        for (int i = 0; i < kServices; ++i) {
            const auto name = "s" + std::to_string(i);
            const auto inbound = freePort();
            const auto own = serviceNamed(name, app.port()) + workloadNamed(name, app.port()) + randomPolicies(dice, name, app.port());
            mesh.writeLeaf(name + "-1", "aws", name);
            proxies.push_back(mesh.start(name + "-1", "  cluster: aws\n  workload: " + name + "\n  listeners: [{role: inbound, address: "
                                                          + quoted(inbound) + ", tls: true}]\n", clusterObject + own));
            objects += own;
            services += serviceNamed(name, 8080);
            endpoints += "  - destination: " + name + ".bank.svc.aws.mesh:80\n    endpoints: [{address: " + quoted(inbound)
                         + ", identity: \"" + StaticMesh::idOf("aws", name) + "\", workload: " + name + ", instance: " + name + "-1}]\n";
        }
        for (const auto& [account, space] : kCallers) {
            outbound.push_back(freePort());
            mesh.writeLeaf(account, "aws", account, space);
            proxies.push_back(mesh.start(account, "  cluster: aws\n  workload: " + account + "\n  listeners: [{role: outbound, address: "
                                                      + quoted(outbound.back()) + "}]\n  endpoints:\n" + endpoints, clusterObject + services));
        }
    }
    bool ready() {
        bool all = true;
        for (const auto& proxy : proxies)
            all = all && proxy->waitUntilReady();
        return all;
    }

    TestApp app{"app", http::Version::Http11};
    StaticMesh mesh;
    std::vector<std::unique_ptr<ProxyProcess>> proxies;
    std::vector<std::uint16_t> outbound; // by caller
    std::string objects;
};

struct Asked {
    std::size_t caller = 0;
    std::string service, method, path, tenant;
    std::shared_ptr<TestResponse> response;

    Outcome simulated(const Judge& judge) const {
        const auto identity = StaticMesh::idOf("aws", kCallers[caller].first, kCallers[caller].second);
        const auto name = service + ".bank.svc.aws.mesh";
        const auto host = name + ":80";
        const auto headers = tenant.empty() ? std::string() : "x-tenant=" + tenant;
        recording::Tuple request;
        request.service = name;
        request.port = 80;
        request.identity = identity;
        request.network = IpAddress::v4(127, 0, 0, 1);
        request.host = host;
        request.method = method;
        request.path = path;
        request.headers = headers;
        return analysis::judge(judge, request).outcome;
    }
    QString describe() const {
        return QString::fromStdString(kCallers[caller].first + " " + method + " " + service + path + " tenant=" + tenant);
    }
};

QString observed(const TestResponse& response) {
    const auto error = response.headers.find("causeway-error");
    if (response.status == 200)
        return "allowed";
    if (response.status == 403 && error != response.headers.end() && error->second == "policy-denied")
        return "denied";
    if (response.status == 404 && error != response.headers.end() && error->second == "no-route")
        return "no route";
    return QString("status %1").arg(response.status);
}

QString expected(Outcome outcome) {
    return isAllowed(outcome) ? QString("allowed") : QString::fromStdString(std::string(name(outcome)));
}

Asked randomRequest(Dice& dice) {
    Asked asked;
    asked.caller = dice.below(kCallers.size());
    asked.service = "s" + std::to_string(dice.below(kServices));
    asked.method = dice.pick(kMethods);
    asked.path = dice.pick(kPaths);
    asked.tenant = dice.pick(std::vector<std::string>{"", "blue", "red"});
    return asked;
}

} // namespace

class TestPolicyEquality : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void proxyAndSimulatorAgree_data() {
        QTest::addColumn<unsigned>("seed");
        for (const unsigned seed : {1U, 2U, 3U, 4U})
            QTest::newRow(qPrintable(QString("seed %1").arg(seed))) << seed;
    }
    void proxyAndSimulatorAgree() {
        QFETCH(unsigned, seed);
        Dice dice(seed);
        RandomMesh mesh(dice);
        auto objects = resource::parseObjects(mesh.objects, "mesh.yaml");
        QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
        const auto judge = Judge::compile(std::move(*objects));
        QVERIFY2(judge, judge ? "" : judge.error().describe().c_str());
        QVERIFY2(mesh.ready(), qPrintable(mesh.proxies.front()->log()));
        std::vector<std::unique_ptr<TestClient>> clients;
        for (const auto port : mesh.outbound)
            clients.push_back(std::make_unique<TestClient>(port, http::Version::Http2));
        std::map<QString, int> seen;
        for (int done = 0; done < kRequests / 4; done += kAtOnce) {
            std::vector<Asked> batch;
            for (int i = 0; i < kAtOnce; ++i) {
                auto asked = randomRequest(dice);
                std::map<std::string, std::string> headers;
                if (!asked.tenant.empty())
                    headers["x-tenant"] = asked.tenant;
                asked.response = clients[asked.caller]->send({asked.service + ".bank", asked.path, asked.method, "", headers});
                batch.push_back(std::move(asked));
            }
            for (const auto& asked : batch) {
                QVERIFY2(clients[asked.caller]->waitFor(asked.response), qPrintable(asked.describe()));
                const auto verdict = observed(*asked.response);
                QVERIFY2(verdict == expected(asked.simulated(*judge)),
                         qPrintable(asked.describe() + ": the proxy says " + verdict + ", the simulator " + expected(asked.simulated(*judge))));
                ++seen[verdict];
            }
        }
        QVERIFY(seen["allowed"] > 100 && seen["denied"] > 100 && seen["no route"] > 10);
    }
};

QTEST_GUILESS_MAIN(TestPolicyEquality)
#include "tst_policy_equality.moc"
