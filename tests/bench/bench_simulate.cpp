// SPDX-License-Identifier: Apache-2.0
// A million recorded tuples read and played through two sets of rules: 20 services with 20 routes each.
#include "analysis/simulate/simulate.h"
#include "resource/parse.h"

#include <benchmark/benchmark.h>

#include <spdlog/fmt/fmt.h>

using namespace causeway;

namespace {

constexpr int kServices = 20;
constexpr int kRoutes = 20;
constexpr int kTuples = 1'000'000;
constexpr const char* kIds = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/";

std::string serviceText(int service, int callers) {
    auto text = fmt::format(R"(---
apiVersion: v1
kind: Service
metadata: {{name: s{0}, namespace: bank}}
spec: {{selector: {{app: s{0}}}, ports: [{{port: 80, targetPort: 8080}}]}}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {{name: s{0}-1, namespace: bank, labels: {{app: s{0}}}}}
spec: {{meshTLS: {{identity: "{1}s{0}", serverName: x}}, ports: [{{port: 8080}}], workloadIPs: [{{ip: 10.1.0.{0}}}]}}
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {{name: s{0}, namespace: bank}}
spec: {{externalWorkloadSelector: {{matchLabels: {{app: s{0}}}}}, port: 8080, proxyProtocol: HTTP/1}}
---
apiVersion: policy.linkerd.io/v1alpha1
kind: MeshTLSAuthentication
metadata: {{name: s{0}, namespace: bank}}
spec: {{identities: [)",
                            service, kIds);
    for (int caller = 0; caller < callers; ++caller)
        text += fmt::format("{}\"{}s{}\"", caller == 0 ? "" : ", ", kIds, caller);
    text += "]}\n";
    for (int route = 0; route < kRoutes; ++route)
        text += fmt::format(R"(---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: {{name: s{0}-r{1}, namespace: bank}}
spec:
  parentRefs: [{{group: policy.linkerd.io, kind: Server, name: s{0}}}]
  rules: [{{matches: [{{path: {{value: /r{1}}}}}]}}]
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: {{name: s{0}-r{1}, namespace: bank}}
spec:
  targetRef: {{group: policy.linkerd.io, kind: HTTPRoute, name: s{0}-r{1}}}
  requiredAuthenticationRefs: [{{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: s{0}}}]
)",
                            service, route);
    return text;
}

analysis::Judge judgeWith(int callers) {
    std::string text = "apiVersion: causeway.dev/v1alpha1\nkind: Cluster\nmetadata: {name: aws}\n"
                       "spec: {clusterDomain: aws.mesh, trustDomain: talk.mesh}\n";
    for (int service = 0; service < kServices; ++service)
        text += serviceText(service, callers);
    return std::move(*analysis::Judge::compile(std::move(*resource::parseObjects(text, "bench"))));
}

std::string recordingText() {
    std::string text(recording::Recording::kFirstLine);
    text += '\n';
    for (int i = 0; i < kTuples; ++i)
        text += fmt::format("s{0}.bank.svc.aws.mesh\t80\t\t{1}s{2}\t10.1.0.{2}\ts{0}.bank.svc.aws.mesh:80\tGET\t/r{3}/items/{4}\t\tallowed\t{5}\t{5}\t3\n",
                            i % kServices, kIds, (i / 7) % kServices, (i / 3) % kRoutes, i % 1000, 1795824000 + i);
    return text;
}

void simulateMillion(benchmark::State& state) {
    const auto before = judgeWith(kServices);
    const auto after = judgeWith(kServices - 1); // one caller is no longer named
    const auto text = recordingText();
    for (auto _ : state) {
        const auto recording = recording::Recording::parse(text, "bench");
        const auto simulation = analysis::simulate(before, after, *recording);
        if (simulation.newlyDenied.empty() || !simulation.newlyAllowed.empty())
            state.SkipWithError("one caller should be newly denied");
        benchmark::DoNotOptimize(simulation);
    }
}
BENCHMARK(simulateMillion)->Unit(benchmark::kMillisecond);

} // namespace
