// SPDX-License-Identifier: Apache-2.0
// One evaluation with ten and with ten thousand rules, and what compiling them costs.
#include "policy/snapshot.h"

#include <benchmark/benchmark.h>

#include <spdlog/fmt/fmt.h>

using namespace causeway;

namespace {

policy::ServerRules rules(std::int64_t count) {
    policy::ServerRules made;
    made.server = {"policy.linkerd.io", "server", "http", "bank"};
    made.port = 8080;
    for (std::int64_t i = 0; i < count; ++i) {
        policy::MeshTls callers;
        callers.identities = {fmt::format("spiffe://talk.mesh/cluster/aws/ns/bank/sa/caller-{}", i)};
        made.authorizations.push_back(
            {{"policy.linkerd.io", "authorizationpolicy", fmt::format("allow-{}", i), "bank"},
             {{fmt::format("10.{}.0.0/16", i % 250), {}}},
             callers});
    }
    return made;
}

void evaluate(benchmark::State& state) {
    const auto snapshot = policy::compile(rules(state.range(0)));
    policy::RequestFacts facts;
    const auto last = state.range(0) - 1;
    const auto caller = fmt::format("spiffe://talk.mesh/cluster/aws/ns/bank/sa/caller-{}", last);
    facts.peerIdentity = caller;
    facts.clientIp = *IpAddress::parse(fmt::format("10.{}.3.4", last % 250));
    facts.request = {"GET", "ledger.bank", "/balance/7", nullptr};
    if (!policy::evaluate(**snapshot, facts).allowed())
        state.SkipWithError("the last caller should be allowed");
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::evaluate(**snapshot, facts));
}
BENCHMARK(evaluate)->Arg(10)->Arg(10'000);

void compile(benchmark::State& state) {
    const auto all = rules(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::compile(all));
}
BENCHMARK(compile)->Arg(10'000)->Unit(benchmark::kMillisecond);

} // namespace
