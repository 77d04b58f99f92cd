// SPDX-License-Identifier: Apache-2.0
// What keeping telemetry costs at scale: 1,300 proxies tell of 24,000 series each second (12,000
// edges, each by its caller and its callee), for as many seconds as the argument says (300). Prints
// CPU by second for counting, writing and moving to files, the longest turn, bytes on disk by
// sample and resolution, and how long questions take. The clock of the collector runs as fast as
// the machine.
#include "control/admin/edge_queries.h"
#include "control/collect/collector.h"
#include "control/wire_time.h"
#include "telemetry/histogram.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

constexpr int kProxies = 1300;
constexpr int kServices = 400;
constexpr int kEdges = 12'000; // unless the second argument says otherwise

// Its wall time is the bench's, its durations are real.
class BenchClock final : public Clock {
public:
    [[nodiscard]] MonotonicTime now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] WallTime wallNow() const override { return wall; }
    WallTime wall{1'800'000'000s};
};

double cpuSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double mebibytes(const char* field) { // of /proc/self/status
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::strtod(line.c_str() + std::string_view(field).size() + 1, nullptr) / 1024;
    return 0;
}

class Traffic {
public:
    explicit Traffic(int edges) : m_edges(edges) {}
    // What all proxies tell of a second.
    std::vector<v1::TelemetryReport> second(std::uint64_t sequence, WallTime end) {
        std::vector<v1::TelemetryReport> reports(kProxies);
        for (int i = 0; i < kProxies; ++i) {
            auto& report = reports[static_cast<std::size_t>(i)];
            report.mutable_proxy()->set_namespace_("bank");
            report.mutable_proxy()->set_instance("workload-" + std::to_string(i % kServices) + "-"
                                                 + std::to_string(i / kServices));
            report.mutable_proxy()->set_epoch(1);
            report.set_sequence(sequence);
            setTime(*report.mutable_end(), end);
        }
        for (int edge = 0; edge < m_edges; ++edge) {
            fill(*reports[static_cast<std::size_t>(edge % kProxies)].add_edges(), edge, true);
            fill(*reports[static_cast<std::size_t>(edge * 7 % kProxies)].add_edges(), edge, false);
        }
        return reports;
    }

private:
    void fill(v1::EdgeSample& sample, int edge, bool isCaller) {
        const int from = edge % kServices;
        const int to = (from + 1 + edge / kServices) % kServices;
        auto& key = *sample.mutable_key();
        key.set_vantage(isCaller ? v1::VANTAGE_CALLER : v1::VANTAGE_CALLEE);
        key.set_source_identity("spiffe://bank.mesh/cluster/aws/ns/bank/sa/service-"
                                + std::to_string(from));
        key.set_destination_service("service-" + std::to_string(to) + ".bank");
        key.set_destination_cluster("aws");
        key.set_route("httproute/get");
        key.set_protocol(v1::PROTOCOL_HTTP2);
        key.set_status_class(v1::STATUS_CLASS_2XX);
        key.set_tls(v1::TLS_STATE_MUTUAL);
        sample.set_source_workload("service-" + std::to_string(from));
        sample.set_destination_workload("service-" + std::to_string(to));
        sample.set_destination_instance("service-" + std::to_string(to) + "-0");
        const std::uint64_t requests = 1 + m_rate(m_random);
        sample.set_requests(requests);
        sample.set_attempts(requests);
        sample.set_requests_reused(requests);
        sample.set_request_bytes(requests * 412);
        sample.set_response_bytes(requests * 1530);
        const double mean = std::log(2000.0 + 50.0 * (edge % 97));
        times(*sample.mutable_latency(), requests, mean);
        if (!isCaller)
            return;
        for (const auto leg : {v1::LEG_TO_CALLEE, v1::LEG_CALLEE_PROXY, v1::LEG_APPLICATION}) {
            auto& legs = *sample.add_legs();
            legs.set_leg(leg);
            times(*legs.mutable_time(), requests, mean - static_cast<double>(leg) / 4);
        }
    }
    void times(v1::Histogram& wire, std::uint64_t requests, double mean) {
        std::lognormal_distribution<double> around(mean, 0.4);
        telemetry::Histogram histogram;
        for (std::uint64_t i = 0; i < requests; ++i)
            histogram.record(static_cast<std::uint64_t>(around(m_random)));
        const auto sparse = histogram.sparse();
        wire.mutable_buckets()->Add(sparse.buckets.begin(), sparse.buckets.end());
        wire.mutable_counts()->Add(sparse.counts.begin(), sparse.counts.end());
        wire.set_sum_us(sparse.sumUs);
        wire.set_max_us(sparse.maxUs);
    }

    int m_edges;
    std::mt19937 m_random{1};
    std::poisson_distribution<std::uint64_t> m_rate{2.0};
};

template <typename Ask> void question(const std::string& what, Ask ask) {
    std::vector<double> took;
    std::string said;
    const double before = cpuSeconds();
    constexpr int kTimes = 9;
    for (int i = 0; i < kTimes; ++i) {
        const auto start = std::chrono::steady_clock::now();
        said = ask();
        took.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::ranges::sort(took);
    std::printf("%-44s %8.1f ms (median of 9), %.1f of CPU: %s\n", what.c_str(), took[4],
                (cpuSeconds() - before) * 1000 / kTimes, said.c_str());
}

void tellDisk(const std::string& folder, double samples) {
    std::map<std::string, std::pair<double, int>> bytes; // by kind
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
        if (file.is_regular_file()) {
            const auto name = file.path().filename().string();
            auto& sum = bytes[name.starts_with("telemetry.db") ? "telemetry.db"
                                                               : name.substr(0, name.find('-'))];
            sum.first += static_cast<double>(file.file_size());
            ++sum.second;
        }
    for (const auto& [kind, sum] : bytes)
        std::printf("%-44s %8.1f MiB in %d files\n", kind.c_str(), sum.first / (1 << 20),
                    sum.second);
    std::printf("%-44s %8.0f\n", "samples told", samples);
}

std::string edgeOverAnHour(const Collector& collector, std::uint32_t step) {
    v1::QueryEdgeSeriesRequest request;
    request.mutable_select()->set_vantage(v1::VANTAGE_CALLER);
    request.mutable_select()->set_source_workload("service-7");
    request.mutable_select()->set_destination_service("service-8.bank");
    const Second end = floorTo(collector.publishedUntil(), step);
    request.mutable_end()->set_seconds(end);
    request.mutable_start()->set_seconds(end - 3600);
    request.set_step_seconds(step);
    return std::to_string(EdgeQueries(collector).series(request).value().points_size()) + " points";
}

std::string everyEdge(const Collector& collector, std::uint32_t seconds) {
    v1::QueryEdgesRequest request;
    request.set_window_seconds(seconds);
    const auto answer = EdgeQueries(collector).sum(request).value();
    return std::to_string(answer.edges_size()) + " series, "
           + std::to_string(answer.covered_seconds()) + " s";
}

void run(Collector& collector, BenchClock& clock, int seconds, int edges) {
    Traffic traffic(edges);
    double counting = 0;
    double turning = 0;
    std::vector<double> turns;
    for (int second = 1; second <= seconds; ++second) {
        clock.wall += 1s;
        const auto reports = traffic.second(static_cast<std::uint64_t>(second), clock.wall);
        clock.wall += 600ms;
        double before = cpuSeconds();
        for (const auto& report : reports)
            std::ignore = collector.record(report);
        counting += cpuSeconds() - before;
        before = cpuSeconds();
        const auto start = std::chrono::steady_clock::now();
        collector.turn();
        turns.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
        turning += cpuSeconds() - before;
        clock.wall -= 600ms;
    }
    clock.wall += 600ms;
    std::ranges::sort(turns);
    std::printf("%d seconds of %d series\n", seconds, 2 * edges);
    std::printf("%-44s %8.1f ms of CPU by second\n", "counting what came",
                counting * 1000 / seconds);
    std::printf("%-44s %8.1f ms of CPU by second\n", "writing, moving to files",
                turning * 1000 / seconds);
    std::printf("%-44s %8.1f ms, the longest %.1f\n", "a turn, median", turns[turns.size() / 2],
                turns.back());
    std::printf("%-44s %8.1f MiB, at most %.1f\n", "resident", mebibytes("VmRSS:"),
                mebibytes("VmHWM:"));
}

} // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 300;
    std::string folder = (std::filesystem::temp_directory_path() / "bench_history-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        return 1;
    BenchClock clock;
    EventLog events(clock);
    auto collector = Collector::open(folder + "/telemetry.db", clock, events);
    if (!collector) {
        std::fprintf(stderr, "%s\n", collector.error().describe().c_str());
        return 1;
    }
    const int edges = argc > 2 ? std::max(1, std::atoi(argv[2])) : kEdges;
    run(**collector, clock, seconds, edges);
    tellDisk(folder, 2.0 * edges * seconds);
    for (const std::uint32_t step : {1U, 10U, 60U})
        question("one edge, an hour in steps of " + std::to_string(step) + " s",
                 [&] { return edgeOverAnHour(**collector, step); });
    for (const std::uint32_t window : {1U, 10U, 60U, 300U})
        question("every edge, the last " + std::to_string(window) + " s",
                 [&] { return everyEdge(**collector, window); });
    std::filesystem::remove_all(folder);
    return 0;
}
