// SPDX-License-Identifier: GPL-3.0-or-later
// What a second's telemetry costs the console before anything is painted. Argument: edges of the
// fleet, in 40 clusters; 60,000 are five times the talk's scale. `gui` is what the GUI thread pays
// for taking the ticks in and looking at the sums; `worker` what the ledger pays for making them.
#include "../app/store/ledger_fleet.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <benchmark/benchmark.h>

#include <ctime>

using namespace causeway::app;

namespace {

constexpr int kWarm = 65;   // the minute, and a little of what was before it
constexpr int kGuiWarm = 3; // what the GUI thread pays does not depend on the window

domain::TimeRange minuteTo(domain::Instant end) {
    return domain::TimeRange::endingAt(end, std::chrono::seconds(60));
}

std::vector<sdk::Updates> secondOf(int edges, int second) {
    std::vector<sdk::Updates> told(kLedgerClusters);
    for (int cluster = 0; cluster < kLedgerClusters; ++cluster)
        told[std::size_t(cluster)].ticks.push_back(tickOf(cluster, edges, second));
    return told;
}

void worker(benchmark::State& state) {
    const int edges = int(state.range(0));
    store::Ledger ledger;
    int second = 0;
    const auto take = [&](const std::vector<sdk::Updates>& told) {
        for (int cluster = 0; cluster < kLedgerClusters; ++cluster)
            ledger.append(clusterName(cluster), told[std::size_t(cluster)].ticks.front());
    };
    for (; second < kWarm; ++second)
        take(secondOf(edges, second));
    (void)ledger.look(minuteTo(*ledger.history().newest()));
    const std::uint64_t before = ledger.work();
    for (auto _ : state) {
        state.PauseTiming();
        const auto told = secondOf(edges, second++);
        state.ResumeTiming();
        take(told);
        benchmark::DoNotOptimize(ledger.look(minuteTo(*ledger.history().newest())));
    }
    state.counters["samples"] =
        benchmark::Counter(double(ledger.work() - before), benchmark::Counter::kAvgIterations);
    state.counters["MiB"] = double(ledger.history().bytes()) / (1024 * 1024);
}

double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6;
}

// The ticks of all clusters, and then the one answer, as the event loop brings them.
void gui(benchmark::State& state) {
    const int edges = int(state.range(0));
    store::Store store(store::Store::Sums::Aside);
    int second = 0;
    double longest = 0;
    const auto waitFor = [&](domain::Instant end) {
        QElapsedTimer patience;
        patience.start();
        while (store.newest() != end && patience.elapsed() < 120'000) {
            const double start = threadMs();
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
            longest = std::max(longest, threadMs() - start);
        }
    };
    const auto apply = [&](const std::vector<sdk::Updates>& told) {
        for (int cluster = 0; cluster < kLedgerClusters; ++cluster) {
            const double start = threadMs();
            store.apply(clusterName(cluster), told[std::size_t(cluster)]);
            longest = std::max(longest, threadMs() - start);
        }
    };
    for (; second < kGuiWarm; ++second) {
        apply(secondOf(edges, second));
        waitFor(tickOf(0, 1, second).end); // a second is much: not all of them at once
    }
    longest = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto told = secondOf(edges, second++);
        state.ResumeTiming();
        const double start = threadMs();
        apply(told);
        waitFor(told.front().ticks.front().end);
        const auto look = store.look(minuteTo(*store.newest()));
        benchmark::DoNotOptimize(look->total({}));
        state.SetIterationTime((threadMs() - start) / 1000);
    }
    state.counters["longest_ms"] = longest;
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Arg(240)->Arg(3000)->Arg(60000)->Iterations(3)->Unit(benchmark::kMillisecond);
}
BENCHMARK(worker)->Apply(sizes);
BENCHMARK(gui)->Apply(sizes)->UseManualTime();

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
