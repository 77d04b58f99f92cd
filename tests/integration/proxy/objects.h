// SPDX-License-Identifier: Apache-2.0
// The objects of the tests' meshes, as a person would write them.
#pragma once

#include "static_mesh.h"

#include <string>

inline std::string quoted(std::uint16_t port) {
    return "\"127.0.0.1:" + std::to_string(port) + "\"";
}

inline std::string cluster(const std::string& name) {
    return R"(---
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: )"
           + name + R"(}
spec: {fleet: talk, cloud: )"
           + name + R"(, region: r, clusterDomain: )" + name
           + R"(.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
)";
}

inline std::string service(std::uint16_t targetPort, const std::string& protocol = "http") {
    return R"(---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: )"
           + std::to_string(targetPort) + ", appProtocol: " + protocol + "}]}\n";
}

inline std::string workload(const std::string& name, std::uint16_t port) {
    return R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: )"
           + name + R"(, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: ")"
           + StaticMesh::idOf("aws", "ledger") + R"(", serverName: x}
  ports: [{name: http, port: )"
           + std::to_string(port) + R"(}]
  workloadIPs: [{ip: 127.0.0.1}]
)";
}

// What makes a gateway of that name, in namespace causeway, answer for the canary.
inline std::string canary(const std::string& name, const std::string& identity) {
    return R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: )"
           + name + R"(, namespace: causeway, labels: {app: gateway}}
spec:
  meshTLS: {identity: ")"
           + identity + R"(", serverName: x}
  ports: [{name: ingress, port: 4143}]
  workloadIPs: [{ip: 127.0.0.1}]
---
apiVersion: v1
kind: Service
metadata: {name: canary, namespace: causeway}
spec: {selector: {app: gateway}, ports: [{port: 80, targetPort: 4143, appProtocol: kubernetes.io/h2c}]}
)";
}

inline std::string onlyCards(std::uint16_t port) {
    return R"(---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: ledger-http, namespace: bank}
spec: {port: )"
           + std::to_string(port)
           + R"(, proxyProtocol: HTTP/1, externalWorkloadSelector: {matchLabels: {app: ledger}}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: cards-only, namespace: bank}
spec:
  targetRef: {group: policy.linkerd.io, kind: Server, name: ledger-http}
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: cards}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {name: cards, namespace: bank}
spec: {identities: [")"
           + StaticMesh::idOf("aws", "cards") + R"("]}
)";
}

inline std::string mirror(const std::string& name) {
    return R"(---
apiVersion: v1
kind: Service
metadata:
  name: )" + name
           + R"(-gcp
  namespace: bank
  labels: {mirror.linkerd.io/mirrored-service: "true", mirror.linkerd.io/cluster-name: gcp}
  annotations: {mirror.linkerd.io/remote-svc-fq-name: )"
           + name + R"(.bank.svc.gcp.mesh}
spec: {ports: [{port: 80, targetPort: 8080}]}
)";
}
