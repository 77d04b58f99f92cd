// SPDX-License-Identifier: Apache-2.0
// The connections to one endpoint. HTTP/2: as few as the peer's stream limit allows; HTTP/1: one a
// request. Learns how many requests a connection takes: a peer that takes one each gets a new
// connection for every waiting request at once, instead of all queueing behind one handshake. Never
// connects ahead of demand. One worker's; on its thread.
#pragma once

#include "balance/endpoint.h"
#include "policy/snapshot.h"
#include "proxy/upstream/connection.h"

#include <deque>
#include <vector>

namespace causeway::proxy {

struct UpstreamCounters {
    std::uint64_t opened = 0;
    std::uint64_t failed = 0;
    std::uint32_t open = 0;
    std::array<std::uint64_t, http::kRefusedKinds> refused{}; // by kind: what servers did
    Handshakes handshakes;
};

// How an endpoint is reached: made anew for every connection, because certificates rotate.
using Dial = std::function<Result<std::unique_ptr<net::Transport>>(const balance::Endpoint&)>;

class EndpointPool final : private UpstreamConnection::Owner {
public:
    struct Needs {
        const Dial& dial;
        const KeepaliveTimes& keepalive;
        UpstreamCounters& counters;
        TransportCounts& transport; // of the endpoint
        TcpReadings& readings;
        TcpReadings::Series* tcp; // of the endpoint; null: not measured
    };
    EndpointPool(net::EventLoop& loop, balance::Endpoint endpoint, const Needs& needs);
    ~EndpointPool() override;
    EndpointPool(const EndpointPool&) = delete;
    EndpointPool& operator=(const EndpointPool&) = delete;

    // Calls user.onStream() or user.onConnectFailed(), now or later. The permit proves that
    // the request may go on; whoever has none cannot ask.
    void request(UpstreamUser& user, const policy::Permit& permit);
    // A waiting user has no more interest.
    void forget(UpstreamUser& user);
    void closeGracefully();
    // What is spoken to an endpoint of that protocol.
    [[nodiscard]] static http::Version versionFor(Protocol protocol);
    [[nodiscard]] const balance::Endpoint& endpoint() const { return m_endpoint; }
    [[nodiscard]] bool unused() const { return m_connections.empty() && m_waiting.empty(); }

private:
    void onConnected(UpstreamConnection& connection) override;
    void onRoomChanged(UpstreamConnection& connection) override;
    void onGone(UpstreamConnection& connection, const Error* why) override;
    void onRefused(http::Refused kind) override {
        ++m_counters.refused[static_cast<std::size_t>(kind)];
    }

    [[nodiscard]] http::Version version() const;
    void grow();
    void connect();
    void serve(UpstreamConnection& connection, bool opened);
    void failWaiters(const Error& why);

    net::EventLoop& m_loop;
    const balance::Endpoint m_endpoint;
    const Dial& m_dial;
    const KeepaliveTimes& m_keepalive;
    UpstreamCounters& m_counters;
    TransportCounts& m_transport;
    TcpReadings& m_readings;
    TcpReadings::Series* m_tcp;
    std::vector<std::unique_ptr<UpstreamConnection>> m_connections;
    // Those that had room when they were put here; the one used last is the one used next, so that
    // those too many fall idle and close.
    std::vector<UpstreamConnection*> m_withRoom;
    std::deque<UpstreamUser*> m_waiting;
    std::size_t m_connecting = 0;
    std::uint32_t m_limit; // requests that a connection takes at once, as learned
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace causeway::proxy
