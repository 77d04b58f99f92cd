// SPDX-License-Identifier: Apache-2.0
#include "proxy/reporter.h"

#include "proxy/exposition.h"
#include "proxy/memory.h"

#include <sys/resource.h>

#include <filesystem>
#include <unistd.h>

namespace causeway::proxy {
namespace {

std::uint32_t openDescriptors() {
    std::error_code ignored;
    std::uint32_t count = 0;
    for (auto it = std::filesystem::directory_iterator("/proc/self/fd", ignored);
         it != std::filesystem::directory_iterator(); it.increment(ignored))
        ++count;
    return count;
}

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

telemetry::ProxyStats statsOf(const ProxyHealth& health) {
    telemetry::ProxyStats stats;
    stats.residentBytes = residentBytes();
    stats.openDescriptors = openDescriptors();
    stats.cpuSeconds = cpuSeconds();
    stats.draining = health.draining;
    if (health.tls) {
        stats.certificateNotAfter = health.tls->leaf().notAfter();
        stats.certificateSerial = health.tls->leaf().serial();
    }
    return stats;
}

// What one worker hands over.
template <typename Sample> struct Share {
    std::vector<Sample> samples;
    std::uint32_t downstream = 0;
    UpstreamCounters upstream;
    std::uint64_t overflowed = 0;
    std::map<std::string, std::string> serverIds;
    TunnelTotals tunnels;
    WorkerCounts counts;
    Transports transports;
};
using Drained = Share<telemetry::EdgeSample>;
using Totals = Share<telemetry::SeriesSample>;

// Asks every worker on its own thread; the last answer calls `done` on the first worker's loop,
// which is the main one.
template <typename Share>
void gather(const Reporter::Workers& workers, std::function<Share(Worker&)> ask,
            std::function<void(std::vector<Share>)> done) {
    struct Gathering {
        std::vector<Share> shares;
        std::size_t missing;
        std::function<void(std::vector<Share>)> done;
    };
    auto gathering = std::make_shared<Gathering>(Gathering{{}, workers.size(), std::move(done)});
    net::EventLoop& main = workers.front()->loop();
    for (const auto& each : workers)
        each->loop().post([worker = each.get(), ask, gathering, &main] {
            main.post([gathering, share = ask(*worker)] {
                gathering->shares.push_back(share);
                if (--gathering->missing == 0)
                    gathering->done(std::move(gathering->shares));
            });
        });
}

} // namespace

std::string ProxyHealth::describe() const {
    std::string text = ready() ? "ready\n" : "not ready\n";
    if (!isStatic) {
        text += tls ? "certificate: held\n" : "certificate: none yet\n";
        text += hasSettings ? "settings: held\n" : "settings: none yet\n";
        text += controlConnected ? "control plane: connected\n"
                                 : "control plane: away, serving on with what is known\n";
    }
    if (draining)
        text += "draining\n";
    return text;
}

Reporter::Reporter(const Options& options, const Clock& clock)
    : m_options(options), m_clock(clock), m_last(clock.now()) {}

void Reporter::collect(const Workers& workers, const ProxyHealth& health,
                       std::function<void(telemetry::Report)> done) {
    const auto ask = [](Worker& worker) {
        return Drained{worker.recorder().table().drain(), worker.downstreamConnections(),
                       worker.upstreamCounters()};
    };
    gather<Drained>(
        workers, ask, [this, health, done = std::move(done)](std::vector<Drained> shares) {
            telemetry::Report report;
            report.proxy = m_options.instance;
            report.end = m_clock.wallNow();
            const MonotonicTime now = m_clock.now();
            report.duration = now - std::exchange(m_last, now);
            report.stats = statsOf(health);
            std::vector<telemetry::EdgeSample> samples;
            for (Drained& share : shares) {
                std::ranges::move(share.samples, std::back_inserter(samples));
                report.stats.downstreamConnections += share.downstream;
                report.stats.upstreamConnections += share.upstream.open;
            }
            report.edges = shares.size() == 1 ? std::move(samples)
                                              : telemetry::mergeSamples(std::move(samples));
            done(std::move(report));
        });
}

void Reporter::expose(const Workers& workers, const ProxyHealth& health,
                      std::function<void(std::string)> done) const {
    const auto ask = [](Worker& worker) {
        return Totals{worker.recorder().table().totals(),
                      worker.downstreamConnections(),
                      worker.upstreamCounters(),
                      worker.recorder().table().overflowed(),
                      worker.serverIds(),
                      worker.tunnels(),
                      worker.counts(),
                      worker.transports()};
    };
    gather<Totals>(workers, ask,
                   [this, health, done = std::move(done)](std::vector<Totals> shares) {
                       MetricsPage page{m_options, health, statsOf(health), ProcessFacts::read()};
                       std::vector<telemetry::SeriesSample> samples;
                       for (Totals& share : shares) {
                           std::ranges::move(share.samples, std::back_inserter(samples));
                           page.serverIds.merge(share.serverIds);
                           page.overflowed += share.overflowed;
                           page.stats.downstreamConnections += share.downstream;
                           page.stats.upstreamConnections += share.upstream.open;
                           page.upstreamFailed += share.upstream.failed;
                           page.tunnels.merge(share.tunnels);
                           page.counts.merge(share.counts);
                           page.transports.merge(share.transports);
                       }
                       page.samples = telemetry::mergeSeries(std::move(samples));
                       done(serialize(page));
                   });
}

} // namespace causeway::proxy
