// SPDX-License-Identifier: Apache-2.0
// Choosing an endpoint: the cost must not grow with their number.
#include "balance/balancer.h"

#include <benchmark/benchmark.h>

#include <spdlog/fmt/fmt.h>

using namespace causeway;

namespace {

void pick(benchmark::State& state) {
    const SystemClock clock;
    balance::Balancer balancer(clock, balance::makeRandom(1));
    std::vector<balance::Endpoint> endpoints;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        endpoints.push_back({.address = fmt::format("10.1.{}.{}:4143", i / 250, i % 250)});
    balancer.update(endpoints);
    for (auto _ : state) {
        auto chosen = balancer.pick();
        chosen->responded();
    }
}
BENCHMARK(pick)->Arg(2)->Arg(100)->Arg(2'000);

} // namespace
