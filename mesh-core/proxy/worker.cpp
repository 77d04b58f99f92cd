// SPDX-License-Identifier: Apache-2.0
#include "proxy/worker.h"

#include "base/log.h"
#include "proxy/exchange.h"
#include "tls/transport.h"

namespace causeway::proxy {
namespace {

constexpr std::size_t kMaxServerIds = 4000; // a bound on labels, not on connections
constexpr Duration kAnswerToGoaway = std::chrono::seconds(2);
// Without a ready endpoint for so long, requests are no longer queued. Links may be slow.
constexpr Duration kFailFastAfter = std::chrono::seconds(3);
constexpr Duration kGatewayFailFastAfter = std::chrono::seconds(6);

} // namespace

Worker::Worker(const Clock& clock, const Options& options, ConfigView::Ask ask, std::uint64_t seed,
               RateLimiters& rateLimiters)
    : m_options(options), m_loop(clock), m_config(std::move(ask)),
      m_upstreams(
          m_loop, [this](const balance::Endpoint& endpoint) { return dial(endpoint); }, seed,
          options.isGateway() ? kGatewayFailFastAfter : kFailFastAfter),
      m_planner(options, m_config, clock, [this] { return m_upstreams.random(); },
                rateLimiters),
      m_recorder(options, clock),
      m_context{m_loop,     options,     m_config,
                m_planner,  m_upstreams, m_recorder,
                m_speakers, m_tunnels,   m_counts,
                [this](DownstreamConnection& each) { release(each); }},
      m_closeIdle([this] { closeIdle(); }) {
    m_config.whenRulesChange([this] { recheck(); });
}

Worker::~Worker() = default;

void Worker::serve(const ListenerSpec& spec, net::Descriptor socket) {
    m_listeners.push_back(std::make_unique<net::Listener>(
        m_loop, std::move(socket),
        [this, shared = std::make_shared<const ListenerSpec>(spec)](net::Accepted accepted) {
            accept(shared, std::move(accepted));
        }));
}

// What a redirected connection is meant for makes a listener of its own of it. Peers of the mesh
// call the proxy itself, and so does whoever addresses it by hand.
std::shared_ptr<const ListenerSpec>
Worker::meantFor(const std::shared_ptr<const ListenerSpec>& spec, int socket) {
    if (!spec->transparent)
        return spec;
    const auto original = net::originalDestination(socket);
    if (!original || original->port() == spec->address.port())
        return spec;
    ListenerSpec meant = *spec;
    if (spec->role == Role::Inbound) {
        meant.tls = false;
        meant.edgePort = original->port();
    } else {
        meant.service = original->text();
    }
    return std::make_shared<const ListenerSpec>(std::move(meant));
}

void Worker::accept(const std::shared_ptr<const ListenerSpec>& listener, net::Accepted accepted) {
    const auto spec = meantFor(listener, accepted.socket.get());
    ++m_accepted;
    net::giveUpAfter(accepted.socket.get(), m_options.readTimeout);
    std::unique_ptr<net::Transport> transport;
    if (spec->tls) {
        const TlsPtr& tls = m_config.tls();
        const auto context = !tls ? nullptr : spec->isEdge() ? tls->edge : tls->server;
        if (!context) {
            log::debug("refusing {}: no certificate yet", accepted.peer.text());
            return;
        }
        auto secured = tls::Transport::accept(context, std::move(accepted.socket), accepted.peer);
        if (!secured)
            return log::warn("{}", secured.error().describe());
        transport = std::move(*secured);
    } else {
        transport =
            std::make_unique<net::PlainTransport>(std::move(accepted.socket), accepted.peer);
    }
    const IpAddress ip = IpAddress::parse(accepted.peer.ip()).value_or(IpAddress());
    auto connection =
        std::make_unique<DownstreamConnection>(m_context, std::move(transport), spec, ip);
    connection->start();
    m_connections.emplace(connection.get(), std::move(connection));
}

void Worker::release(DownstreamConnection& connection) {
    const auto found = m_connections.find(&connection);
    CAUSEWAY_ASSERT(found != m_connections.end());
    // It is in the middle of its own last event.
    m_loop.defer([dead = std::shared_ptr<DownstreamConnection>(std::move(found->second))] {});
    m_connections.erase(found);
    if (m_connections.empty() && m_drained)
        m_loop.defer(std::exchange(m_drained, nullptr));
}

Result<std::unique_ptr<net::Transport>> Worker::dial(const balance::Endpoint& endpoint) {
    CAUSEWAY_TRY(const net::Address to, net::Address::parse(endpoint.address));
    if (!endpoint.tls) {
        CAUSEWAY_TRY(net::Descriptor socket, net::startConnect(to));
        return std::make_unique<net::PlainTransport>(std::move(socket), to);
    }
    if (!m_config.tls())
        return fail(ErrorKind::Unavailable, "this proxy has no certificate yet");
    if (m_serverIds.size() < kMaxServerIds || m_serverIds.contains(endpoint.address))
        m_serverIds[endpoint.address] = endpoint.tls->serverName;
    // Only mesh connections come from --source-address; the application is beside us.
    CAUSEWAY_TRY(net::Descriptor socket, net::startConnect(to, m_options.source));
    tls::ClientTarget target{endpoint.tls->serverName, endpoint.tls->spiffeId,
                             endpoint.address + " " + endpoint.tls->spiffeId};
    CAUSEWAY_TRY(auto secured, tls::Transport::connect(m_config.tls()->client, std::move(socket),
                                                       to, std::move(target)));
    return std::unique_ptr<net::Transport>(std::move(secured));
}

std::vector<DownstreamConnection*> Worker::connections() const {
    std::vector<DownstreamConnection*> list;
    for (const auto& [key, connection] : m_connections)
        list.push_back(key);
    return list;
}

void Worker::recheck() {
    for (DownstreamConnection* connection : connections())
        if (m_connections.contains(connection))
            connection->recheck();
}

void Worker::drain(std::function<void()> drained) {
    m_listeners.clear();
    if (m_connections.empty())
        return m_loop.defer(std::move(drained));
    m_drained = std::move(drained);
    m_loop.arm(m_closeIdle, kAnswerToGoaway);
    // Closing may end a connection at once and change the map.
    for (DownstreamConnection* connection : connections())
        if (m_connections.contains(connection))
            connection->closeGracefully();
}

// A peer that does not answer our GOAWAY, and has nothing under way, is not waited for.
void Worker::closeIdle() {
    for (DownstreamConnection* connection : connections())
        if (m_connections.contains(connection) && connection->activeStreams() == 0)
            connection->close();
    if (!m_connections.empty())
        m_loop.arm(m_closeIdle, kAnswerToGoaway);
}

void Worker::closeAll() {
    for (DownstreamConnection* connection : connections())
        if (m_connections.contains(connection))
            connection->close();
}

} // namespace causeway::proxy
