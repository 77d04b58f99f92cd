// SPDX-License-Identifier: Apache-2.0
// What counting one request costs, and what merging and asking a histogram costs.
#include "telemetry/histogram.h"

#include <random>

#include <benchmark/benchmark.h>

using causeway::telemetry::Histogram;

namespace {

std::vector<std::uint64_t> latencies() {
    std::mt19937 random(1);
    std::lognormal_distribution<double> around(std::log(5'000.0), 0.8);
    std::vector<std::uint64_t> us(4096);
    for (auto& value : us)
        value = static_cast<std::uint64_t>(around(random));
    return us;
}

void record(benchmark::State& state) {
    const auto us = latencies();
    Histogram histogram;
    std::size_t i = 0;
    for (auto _ : state)
        histogram.record(us[i++ % us.size()]);
}
BENCHMARK(record);

void merge(benchmark::State& state) {
    Histogram one;
    for (const auto us : latencies())
        one.record(us);
    Histogram sum;
    for (auto _ : state)
        sum.merge(one);
}
BENCHMARK(merge);

void quantile(benchmark::State& state) {
    Histogram histogram;
    for (const auto us : latencies())
        histogram.record(us);
    for (auto _ : state)
        benchmark::DoNotOptimize(histogram.quantileUs(0.95));
}
BENCHMARK(quantile);

} // namespace
