// SPDX-License-Identifier: Apache-2.0
// One evaluation with ten and with ten thousand rules, and what compiling them costs.
#include "policy/snapshot.h"

#include <benchmark/benchmark.h>

#include <spdlog/fmt/fmt.h>

using namespace causeway;

namespace {

std::string caller(std::int64_t number) {
    return fmt::format("spiffe://talk.mesh/cluster/aws/ns/bank/sa/caller-{}", number);
}

policy::Authorization authorization(std::int64_t number) {
    policy::MeshTls callers;
    callers.identities = {caller(number)};
    return {{"policy.linkerd.io", "authorizationpolicy", fmt::format("allow-{}", number), "bank"},
            {{fmt::format("10.{}.0.0/16", number % 250), {}}},
            callers};
}

policy::ServerRules authorizations(std::int64_t count) {
    policy::ServerRules made;
    made.server = {"policy.linkerd.io", "server", "http", "bank"};
    made.port = 8080;
    for (std::int64_t i = 0; i < count; ++i)
        made.authorizations.push_back(authorization(i));
    return made;
}

route::PathMatch path(std::int64_t number) {
    using Kind = route::PathMatch::Kind;
    if (number % 20 == 0)
        return {Kind::Regex, fmt::format("/accounts-{}/[0-9]+/entries", number)};
    return {number % 2 == 0 ? Kind::Exact : Kind::Prefix, fmt::format("/v1/accounts-{}", number)};
}

// Half of the objects are routes, each with hosts and a policy of its own.
policy::ServerRules routes(std::int64_t count) {
    auto made = authorizations(0);
    for (std::int64_t i = 0; i < count / 2; ++i) {
        policy::InboundRoute route;
        route.rule.route = {"policy.linkerd.io", "httproute", fmt::format("route-{}", i), "bank"};
        route.rule.matches = {{path(i), "GET", {}, {}}};
        route.authorizations = {authorization(i)};
        made.routes.push_back(std::move(route));
    }
    return made;
}

policy::RequestFacts factsOf(std::int64_t number, const std::string& identity) {
    policy::RequestFacts facts;
    facts.peerIdentity = identity;
    facts.clientIp = *IpAddress::parse(fmt::format("10.{}.3.4", number % 250));
    facts.request = {"GET", "ledger.bank", "/balance/7", nullptr};
    return facts;
}

void evaluate(benchmark::State& state) {
    const auto snapshot = policy::compile(authorizations(state.range(0)));
    const auto last = state.range(0) - 1;
    const auto identity = caller(last);
    const auto facts = factsOf(last, identity);
    if (!policy::evaluate(**snapshot, facts).allowed())
        state.SkipWithError("the last caller should be allowed");
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::evaluate(**snapshot, facts));
}
BENCHMARK(evaluate)->Arg(10)->Arg(10'000);

void evaluateRoutes(benchmark::State& state) {
    const auto snapshot = policy::compile(routes(state.range(0)));
    const auto last = (state.range(0) / 2 - 2) | 1; // a prefix
    const auto identity = caller(last);
    const auto target = path(last).value + "/entries?full=1";
    auto facts = factsOf(last, identity);
    facts.request.path = target;
    if (!policy::evaluate(**snapshot, facts).allowed())
        state.SkipWithError("the last caller should be allowed");
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::evaluate(**snapshot, facts));
}
BENCHMARK(evaluateRoutes)->Arg(10)->Arg(10'000);

// The same with what the connection does not change found out before.
void evaluateInConnection(benchmark::State& state) {
    const auto snapshot = policy::compile(authorizations(state.range(0)));
    const auto identity = caller(state.range(0) - 1);
    const auto facts = factsOf(state.range(0) - 1, identity);
    const policy::ConnectionContext context(**snapshot, facts);
    if (!policy::evaluate(context, facts.request).allowed())
        state.SkipWithError("the last caller should be allowed");
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::evaluate(context, facts.request));
}
BENCHMARK(evaluateInConnection)->Arg(10)->Arg(10'000);

void compile(benchmark::State& state, policy::ServerRules (*make)(std::int64_t)) {
    const auto all = make(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(policy::compile(all));
}
BENCHMARK_CAPTURE(compile, authorizations, authorizations)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile, routes, routes)->Arg(10'000)->Unit(benchmark::kMillisecond);

} // namespace
