// SPDX-License-Identifier: Apache-2.0
// One thread's share of the proxy: an event loop, its listeners, connections, upstreams and
// counters. Connections never leave the worker that accepted them. Everything but loop().post()
// belongs to the thread that runs the loop.
#pragma once

#include "net/listener.h"
#include "proxy/detect/announced_peers.h"
#include "proxy/downstream_connection.h"
#include "proxy/worker_context.h"

namespace causeway::proxy {

class Worker {
public:
    Worker(const Clock& clock, const Options& options, ConfigView::Ask ask, std::uint64_t seed,
           RateLimiters& rateLimiters);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    [[nodiscard]] net::EventLoop& loop() { return m_loop; }
    [[nodiscard]] ConfigView& config() { return m_config; }
    [[nodiscard]] Recorder& recorder() { return m_recorder; }
    [[nodiscard]] const TunnelTotals& tunnels() const { return m_tunnels.totals(); }
    [[nodiscard]] WorkerCounts counts() const;
    [[nodiscard]] const Transports& transports() const { return m_transports; }
    [[nodiscard]] TcpReadings& tcpReadings() { return m_readings; }
    // Who this proxy is from now on.
    void use(const TlsPtr& tls);
    // The process's memory is, or is no more, near its limit.
    void onMemory(bool scarce);
    [[nodiscard]] std::uint32_t downstreamConnections() const {
        return static_cast<std::uint32_t>(m_connections.size());
    }
    // DNS-like identities by address of those that were dialled.
    [[nodiscard]] const std::map<std::string, std::string>& serverIds() const {
        return m_serverIds;
    }
    [[nodiscard]] const UpstreamCounters& upstreamCounters() const {
        return m_upstreams.counters();
    }

    // A gateway's; before it serves, and alive as long as it does.
    void answerProbes(ProbeSessions& sessions) { m_context.probes = &sessions; }
    // `socket` listens already: the process fails early when a port is taken.
    void serve(const ListenerSpec& spec, net::Descriptor socket);
    // No new connection, no new request; `drained` is called once the last one is done.
    void drain(std::function<void()> drained);
    void closeAll();

private:
    void closeIdle();
    void recheck();
    void pauseAccepting();
    void resumeAccepting();
    [[nodiscard]] std::size_t openConnections() const {
        return m_connections.size() + m_announced.waiting() + m_upstreams.counters().open;
    }
    [[nodiscard]] std::vector<DownstreamConnection*> connections() const;
    [[nodiscard]] static std::shared_ptr<const ListenerSpec>
    meantFor(const std::shared_ptr<const ListenerSpec>& spec, int socket);
    void accept(const std::shared_ptr<const ListenerSpec>& listener, net::Accepted accepted);
    void admit(const std::shared_ptr<const ListenerSpec>& spec, net::Accepted accepted);
    void release(DownstreamConnection& connection);
    [[nodiscard]] Result<std::unique_ptr<net::Transport>> dial(const balance::Endpoint& endpoint);

    const Options& m_options;
    net::EventLoop m_loop;
    ConfigView m_config;
    Transports m_transports;
    TcpReadings m_readings;
    Upstreams m_upstreams;
    Planner m_planner;
    Recorder m_recorder;
    FirstSpeakers m_speakers;
    Tunnels m_tunnels;
    WorkerCounts m_counts;
    LoadGuard m_load;
    std::uint64_t m_acceptPauses = 0;
    bool m_acceptsNobody = false;
    net::Timer m_acceptAgain;
    WorkerContext m_context;
    std::vector<std::unique_ptr<net::Listener>> m_listeners;
    AnnouncedPeers m_announced;
    std::unordered_map<DownstreamConnection*, std::unique_ptr<DownstreamConnection>> m_connections;
    std::map<std::string, std::string> m_serverIds;
    std::function<void()> m_drained;
    net::Timer m_closeIdle;
};

} // namespace causeway::proxy
