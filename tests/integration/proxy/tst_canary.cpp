// SPDX-License-Identifier: Apache-2.0
// The gRPC rung between two real gateways: through the egress, the wire, the other ingress and its
// rules to the canary, and what its failures say.
#include "objects.h"
#include "static_mesh.h"

#include <QTest>

namespace {

constexpr const char* kProbes = "causeway_probes_total";

// Only the gateway of a cluster that is none of the fleet may call it.
std::string forOthersOnly() {
    return R"(---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: canary, namespace: causeway}
spec: {port: 4143, proxyProtocol: gRPC, externalWorkloadSelector: {matchLabels: {app: gateway}}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: others, namespace: causeway}
spec: {identities: ["spiffe://talk.mesh/cluster/azure/ns/causeway/sa/gateway"]}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: others-only, namespace: causeway}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: canary}
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: others}]
)";
}

class Gateways {
public:
    // `exports`: what gcp lets others call. `rules`: of gcp, besides the canary.
    explicit Gateways(const std::string& exports, const std::string& rules = "") {
        for (const char* cluster : {"aws", "gcp"})
            m_mesh.writeLeaf(cluster, cluster, "gateway", "causeway");
        const std::uint16_t ingress = freePort();
        gcp = start("gcp",
                    "  maxRequestsPerConnection: 1\n  trustedGateways: [\""
                        + StaticMesh::idOf("aws", "gateway", "causeway") + "\"]\n  listeners: "
                        "[{role: ingress, address: " + quoted(ingress) + "}]\n" + exports,
                    canary("gcp", StaticMesh::idOf("gcp", "gateway", "causeway")) + rules);
        const std::string gateway =
            "address: " + quoted(ingress) + ", identity: \""
            + StaticMesh::idOf("gcp", "gateway", "causeway") + "\"";
        aws = start("aws",
                    "  listeners: [{role: egress, address: " + quoted(freePort()) + "}]\n"
                    "  probes: {interval: 50ms, grpcInterval: 50ms, bytesPerSecond: 1000000}\n"
                    "  linkedGateways: [{link: \"aws:gcp\", clusterDomain: gcp.mesh, " + gateway
                        + "}]\n  endpoints:\n"
                          "  - destination: \"canary.causeway.svc.gcp.mesh:80@aws:gcp\"\n"
                          "    endpoints: [{" + gateway + ", gateway: true, link: \"aws:gcp\"}]\n",
                    "");
    }
    double told(const std::string& result) {
        return aws->metric(kProbes, {"rung=\"grpc\"", "result=\"" + result + "\""});
    }
    bool tells(const std::string& result, double times) {
        return QTest::qWaitFor([&] { return told(result) >= times; }, 20'000);
    }
    QByteArray logs() { return (aws->log() + gcp->log()).toUtf8(); }

    std::unique_ptr<ProxyProcess> aws, gcp;

private:
    std::unique_ptr<ProxyProcess> start(const std::string& name, const std::string& spec,
                                        const std::string& objects) {
        auto process = m_mesh.start(name, "  cluster: " + name + "\n  mode: gateway\n" + spec,
                                    cluster(name) + objects, "causeway");
        process->waitUntilReady();
        return process;
    }

    StaticMesh m_mesh;
};

const std::string kExports = "  exports: [{service: canary.causeway.svc.gcp.mesh, port: 80}]\n";

} // namespace

class TestCanary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeWayIsMeasuredAndNotCounted() {
        Gateways gateways(kExports);
        QVERIFY2(gateways.tells("answered", 10), gateways.logs());
        QVERIFY(gateways.aws->metric("causeway_probe_time_ms_count", {"rung=\"grpc\""}) >= 10);
        // The rung has its part of the budget, here with a new connection each.
        QVERIFY(gateways.aws->metric("causeway_probe_bytes_total", {"rung=\"grpc\""})
                > 10 * 1000);
        for (const auto& gateway : {gateways.aws.get(), gateways.gcp.get()})
            QCOMPARE(gateway->metric("request_total", {}), 0.0);
    }
    void itIsRuledAsAnyService() {
        Gateways gateways(kExports, forOthersOnly());
        QVERIFY2(gateways.tells("policy-denied", 3), gateways.logs());
        QCOMPARE(gateways.told("answered"), 0.0);
    }
    void whereNobodyDeclaredOneNothingIsMeasured() {
        Gateways gateways("");
        QVERIFY2(gateways.tells("no-canary", 3), gateways.logs());
        QCOMPARE(gateways.told("answered"), 0.0);
    }
    void aGatewayThatIsGoneIsAFailure() {
        Gateways gateways(kExports);
        QVERIFY2(gateways.tells("answered", 3), gateways.logs());
        gateways.gcp.reset();
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         return gateways.told("connect-failed") + gateways.told("fail-fast")
                                    + gateways.told("no-endpoints") + gateways.told("queue-full")
                                    + gateways.told("timeout")
                                > 0;
                     },
                     20'000),
                 gateways.aws->log().toUtf8());
    }
};

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
