// SPDX-License-Identifier: GPL-3.0-or-later
// What a second's telemetry costs the console's GUI thread before anything is painted: taking the
// ticks in, and summing every edge over the minute that ends now. Arguments: edges of the fleet.
#include "store/store.h"

#include <benchmark/benchmark.h>

using namespace causeway::app;

namespace {

constexpr int kClusters = 40;

sdk::EdgeTick tick(int cluster, int edges, int second) {
    sdk::EdgeTick tick;
    tick.end = domain::instantOf(1'000'000'000'000 + second * 1000LL);
    tick.duration = std::chrono::seconds(1);
    tick.proxiesReporting = tick.proxiesExpected = 160;
    const QString name = QStringLiteral("cluster-%1").arg(cluster);
    for (int i = cluster; i < edges; i += kClusters) {
        sdk::EdgeSample sample;
        sample.key.source = {QStringLiteral("caller-%1").arg(i / 30), QStringLiteral("bank"), name};
        sample.key.destination = {QStringLiteral("callee-%1").arg(i), QStringLiteral("bank"), name};
        for (const sdk::Side side : {sdk::Side::Caller, sdk::Side::Callee}) {
            sample.side = side;
            sample.counted = {};
            sample.counted.requests = sample.counted.attempts = 8;
            for (int request = 0; request < 8; ++request)
                sample.counted.latency.record(
                    std::uint64_t(3000 + (i * 31 + request * 977) % 9000));
            tick.samples.push_back(sample);
        }
    }
    return tick;
}

void second(benchmark::State& state) {
    const int edges = int(state.range(0));
    store::Store store;
    int now = 0;
    const auto apply = [&](int cluster) {
        sdk::Updates updates;
        updates.ticks.push_back(tick(cluster, edges, now));
        return updates;
    };
    for (; now < 75; ++now)
        for (int cluster = 0; cluster < kClusters; ++cluster)
            store.apply(QStringLiteral("cluster-%1").arg(cluster), apply(cluster));
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<sdk::Updates> told;
        for (int cluster = 0; cluster < kClusters; ++cluster)
            told.push_back(apply(cluster));
        ++now;
        state.ResumeTiming();
        for (int cluster = 0; cluster < kClusters; ++cluster)
            store.apply(QStringLiteral("cluster-%1").arg(cluster), told[std::size_t(cluster)]);
        const auto window = domain::TimeRange::endingAt(*store.newest(), std::chrono::seconds(60));
        benchmark::DoNotOptimize(store.edges(window));
    }
}
BENCHMARK(second)->Arg(240)->Arg(3000)->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
