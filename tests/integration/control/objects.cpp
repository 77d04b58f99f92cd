// SPDX-License-Identifier: Apache-2.0
#include "integration/control/objects.h"

namespace causeway::test {

const QByteArray kObjects = R"(apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, cloud: aws, region: eu-west-1, clusterDomain: aws.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank, labels: {squad: nasa}}
spec: {selector: {app: ledger}, ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger", serverName: ledger.bank.serviceaccount.identity.causeway.talk.mesh}
  ports: [{name: http, port: 8080}]
  workloadIPs: [{ip: 10.1.0.11}]
)";

const QByteArray kCards = R"(apiVersion: v1
kind: Service
metadata: {name: cards, namespace: bank}
spec: {selector: {app: cards}, ports: [{port: 80}]}
)";

} // namespace causeway::test
