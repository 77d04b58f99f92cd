// SPDX-License-Identifier: Apache-2.0
// The mesh that the tests of rules/ look at, and what it says to one request.
#pragma once

#include "policy/snapshot.h"
#include "resource/parse.h"
#include "rules/compile.h"

#include <QString>

using namespace causeway;
using rules::ObjectSet;

namespace {


constexpr const char* kAws = R"(
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, clusterDomain: aws.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank, annotations: {timeout.linkerd.io/request: 30s, timeout.linkerd.io/idle: 5s}}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: web, appProtocol: http}, {port: 9090, targetPort: 9091}]}
---
apiVersion: v1
kind: Service
metadata: {name: ledger-v2, namespace: bank}
spec: {selector: {app: ledger-v2}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata:
  name: ledger-gcp
  namespace: bank
  labels: {mirror.linkerd.io/mirrored-service: "true", mirror.linkerd.io/cluster-name: gcp}
  annotations: {mirror.linkerd.io/remote-svc-fq-name: ledger.bank.svc.gcp.mesh}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata:
  name: ledger-aws
  namespace: bank
  labels: {mirror.linkerd.io/mirrored-service: "true", mirror.linkerd.io/cluster-name: aws}
  annotations: {mirror.linkerd.io/remote-svc-fq-name: ledger.bank.svc.aws.mesh}
spec: {ports: [{port: 80}]}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger", serverName: ledger}
  ports: [{name: web, port: 8080}, {name: grpc, port: 9091}]
  workloadIPs: [{ip: 10.1.0.11}]
)";

[[maybe_unused]] constexpr const char* kPolicy = R"(
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: ledger-http, namespace: bank}
spec: {externalWorkloadSelector: {matchLabels: {app: ledger}}, port: web, proxyProtocol: HTTP/1}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: payments, namespace: bank}
spec: {identityRefs: [{kind: ServiceAccount, name: payments}]}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: shop, namespace: bank}
spec: {identityRefs: [{kind: Namespace, name: shop}]}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: NetworkAuthentication
metadata: {name: inside, namespace: bank}
spec: {networks: [{cidr: 10.0.0.0/8}]}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: payments-everywhere, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  requiredAuthenticationRefs:
  - {group: policy.linkerd.io, kind: MeshTLSAuthentication, name: payments}
  - {group: policy.linkerd.io, kind: NetworkAuthentication, name: inside}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: shop-reads, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: HTTPRoute, name: read}
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: shop}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: dangling, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: nobody}]
---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: {name: read, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: Server, name: ledger-http}]
  rules: [{matches: [{path: {value: /loans}, method: GET}]}]
---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: {name: write, namespace: bank}
spec:
  parentRefs: [{group: policy.linkerd.io, kind: Server, name: ledger-http}]
  rules: [{matches: [{path: {value: /loans}, method: POST}]}]
)";

std::vector<resource::Object> parsed(std::initializer_list<const char*> texts) {
    std::string all;
    for (const auto* text : texts)
        all += std::string(all.empty() ? "" : "---") + text;
    auto objects = resource::parseObjects(all, "mesh.yaml");
    if (!objects)
        qFatal("%s", objects.error().describe().c_str());
    return *objects;
}

[[maybe_unused]] const resource::Object& workload(const ObjectSet& set) { return *set.find("ExternalWorkload", "bank", "ledger-1"); }

[[maybe_unused]] QString verdict(const policy::ServerRules& rules, const char* identity, const char* method, const char* path) {
    const auto snapshot = *policy::compile(rules);
    const policy::RequestFacts facts{identity, "", IpAddress::v4(10, 1, 0, 7), {method, "ledger.bank", path, nullptr}};
    const auto decision = policy::evaluate(*snapshot, facts);
    if (decision.verdict() == policy::Verdict::NoRoute)
        return "no route";
    return QString::fromStdString((decision.allowed() ? "allowed by " : "denied by ") + decision.rule().describe());
}

[[maybe_unused]] constexpr const char* kPayments = "spiffe://talk.mesh/cluster/azure/ns/bank/sa/payments";
[[maybe_unused]] constexpr const char* kShop = "spiffe://talk.mesh/cluster/aws/ns/shop/sa/web";

} // namespace
