// SPDX-License-Identifier: Apache-2.0
#include "proxy/reporter.h"

#include "proxy/exposition.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

telemetry::ProxyStats statsOf(const ProxyHealth& health) {
    telemetry::ProxyStats stats;
    stats.residentBytes = serve::residentBytes();
    stats.openDescriptors = serve::openDescriptors();
    stats.cpuSeconds = serve::cpuSeconds();
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
    WorkerCounts counts = {};
    Transports transports = {};
    recording::Sampler::Drained requests = {};
    std::vector<telemetry::ConnectionSample> connections = {};
    TcpReadings::Totals tcp = {};
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

constexpr Duration kRequestsEvery = std::chrono::seconds(10);
constexpr std::size_t kMaxRequests = 3000; // of a report: it has to fit into one message

std::int64_t secondOf(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// Puts the workers' requests into the report. Each was seen between the two times.
void addRequests(telemetry::Report& report, std::vector<Drained>& shares, WallTime from) {
    const std::int64_t last = secondOf(report.end);
    const std::int64_t first = std::min(secondOf(from), last);
    for (Drained& share : shares) {
        report.requestsGivenUp += share.requests.givenUp;
        for (recording::Sample& sample : share.requests.tuples) {
            sample.firstSeen = first;
            sample.lastSeen = last;
            if (report.requests.size() < kMaxRequests)
                report.requests.push_back(std::move(sample));
            else
                report.requestsGivenUp += sample.count;
        }
    }
}

void addConnections(std::vector<telemetry::ConnectionSample>& sums,
                    std::vector<telemetry::ConnectionSample> more) {
    for (telemetry::ConnectionSample& each : more) {
        const auto same = std::ranges::find_if(sums, [&](const auto& sum) {
            return sum.leg == each.leg && sum.link == each.link;
        });
        if (same == sums.end())
            sums.push_back(std::move(each));
        else
            merge(*same, each);
    }
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
    : m_options(options), m_clock(clock), m_last(clock.now()), m_lastRequests(clock.wallNow()) {}

bool Reporter::requestsAreDue(const ProxyHealth& health) const {
    const auto since = m_clock.wallNow() - m_lastRequests;
    return health.draining || since >= kRequestsEvery || since < Duration(0);
}

void Reporter::collect(const Workers& workers, const ProxyHealth& health,
                       std::function<void(telemetry::Report)> done) {
    const bool withRequests = requestsAreDue(health);
    const auto ask = [withRequests](Worker& worker) {
        Drained drained{worker.recorder().table().drain(), worker.downstreamConnections(),
                        worker.upstreamCounters()};
        drained.connections = worker.tcpReadings().take();
        if (withRequests)
            drained.requests = worker.recorder().sampler().drain();
        return drained;
    };
    gather<Drained>(
        workers, ask,
        [this, health, withRequests, done = std::move(done)](std::vector<Drained> shares) {
            telemetry::Report report;
            report.proxy = m_options.instance;
            report.end = std::chrono::floor<std::chrono::seconds>(m_clock.wallNow());
            if (withRequests)
                addRequests(report, shares, std::exchange(m_lastRequests, report.end));
            const MonotonicTime now = m_clock.now();
            report.duration = now - std::exchange(m_last, now);
            report.stats = statsOf(health);
            std::vector<telemetry::EdgeSample> samples;
            for (Drained& share : shares) {
                std::ranges::move(share.samples, std::back_inserter(samples));
                addConnections(report.connections, std::move(share.connections));
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
                      worker.transports(),
                      {},
                      {},
                      worker.tcpReadings().totals()};
    };
    gather<Totals>(
        workers, ask, [this, health, done = std::move(done)](std::vector<Totals> shares) {
            MetricsPage page{m_options, health, statsOf(health), serve::ProcessFacts::read(), {}, {}};
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
                merge(page.tcp, share.tcp);
            }
            page.samples = telemetry::mergeSeries(std::move(samples));
            done(serialize(page));
        });
}

} // namespace causeway::proxy
