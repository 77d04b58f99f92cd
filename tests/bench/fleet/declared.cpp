// SPDX-License-Identifier: Apache-2.0
#include "bench/fleet/declared.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::bench {

namespace {

constexpr const char* kService = R"(---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {ns}, labels: {{squad: {ns}}}}}
spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: 80, targetPort: 8080, appProtocol: http}}]}}
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {{name: {name}, namespace: {ns}}}
spec: {{podSelector: {{matchLabels: {{app: {name}}}}}, port: 8080, proxyProtocol: HTTP/1}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {{name: {name}-callers, namespace: {ns}}}
spec: {{identities: ["*.{ns}.serviceaccount.identity.causeway.talk.mesh", "{identity}"]}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {{name: {name}, namespace: {ns}}}
spec:
  targetRef: {{group: policy.linkerd.io, kind: Server, name: {name}}}
  requiredAuthenticationRefs: [{{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: {name}-callers}}]
)";

constexpr const char* kWorkload = R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {{name: {name}, namespace: {ns}, labels: {{app: {app}}}}}
spec:
  meshTLS: {{identity: "{identity}", serverName: {app}.{ns}.serviceaccount.identity.causeway.talk.mesh}}
  ports: [{{name: http, port: 8080}}, {{name: metrics, port: 8081}}]
  workloadIPs: [{{ip: 10.{a}.{b}.{c}}}]
)";

} // namespace

std::string declareCluster(const std::string& policy) {
    return "apiVersion: causeway.dev/v1alpha1\nkind: Cluster\nmetadata: {name: aws}\n"
           "spec: {fleet: talk, cloud: aws, region: eu-west-1, clusterDomain: aws.mesh, "
           "trustDomain: talk.mesh, defaultInboundPolicy: "
           + policy + "}\n";
}

std::string declareFleet(const FleetPlan& plan, const std::string& policy) {
    std::string yaml = declareCluster(policy);
    for (int i = 0; i < plan.services(); ++i)
        yaml += fmt::format(kService, fmt::arg("name", FleetPlan::serviceName(i)),
                            fmt::arg("ns", FleetPlan::namespaceOf(i)),
                            fmt::arg("identity", FleetPlan::identityOf(i)));
    for (int i = 0; i < plan.proxies(); ++i) {
        const int service = plan.serviceOf(i);
        yaml += fmt::format(kWorkload, fmt::arg("name", plan.instanceOf(i)),
                            fmt::arg("ns", FleetPlan::namespaceOf(service)),
                            fmt::arg("app", FleetPlan::serviceName(service)),
                            fmt::arg("identity", FleetPlan::identityOf(service)),
                            fmt::arg("a", 1 + i / 62500), fmt::arg("b", i / 250 % 250),
                            fmt::arg("c", 1 + i % 250));
    }
    return yaml;
}

} // namespace causeway::bench
