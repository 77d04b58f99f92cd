// SPDX-License-Identifier: Apache-2.0
#include "proxy/worker.h"

#include "base/log.h"
#include "proxy/exchange.h"
#include "tls/transport.h"

#include <sys/resource.h>

namespace causeway::proxy {
namespace {

constexpr Duration kLookAgain = std::chrono::milliseconds(100);
constexpr std::size_t kMaxServerIds = 4000; // a bound on labels, not on connections
constexpr Duration kAnswerToGoaway = std::chrono::seconds(2);
// Without a ready endpoint for so long, requests are no longer queued. Links may be slow.
constexpr Duration kFailFastAfter = std::chrono::seconds(3);
constexpr Duration kGatewayFailFastAfter = std::chrono::seconds(6);

// What is left of the process's descriptors for connections, for one of its workers: some belong to
// listeners, files and the control plane, a tenth stays in reserve.
std::size_t descriptorsFor(unsigned workers) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX / 2;
    const std::size_t all = limit.rlim_cur;
    const std::size_t forConnections = all - std::min<std::size_t>(all / 2, 64);
    return std::max<std::size_t>(forConnections / 10 * 9 / workers, 1);
}

} // namespace

Worker::Worker(const Clock& clock, const Options& options, ConfigView::Ask ask, std::uint64_t seed,
               RateLimiters& rateLimiters)
    : m_options(options), m_loop(clock), m_config(std::move(ask)), m_readings(m_loop.turnClock()),
      m_upstreams(m_loop, seed,
                  {[this](const balance::Endpoint& endpoint) { return dial(endpoint); },
                   options.isGateway() ? kGatewayFailFastAfter : kFailFastAfter, options.keepalive,
                   m_transports, m_readings, options.isGateway()}),
      m_planner(options, m_config, clock, [this] { return m_upstreams.random(); },
                rateLimiters),
      m_recorder(options, clock),
      m_load({std::max<std::size_t>(options.maxRequests / options.workers, 1),
              descriptorsFor(options.workers)}),
      m_acceptAgain([this] { resumeAccepting(); }),
      m_context{m_loop,     options,     m_config,
                m_planner,  m_upstreams, m_recorder,
                m_speakers, m_tunnels,   m_counts,
                m_load,     m_transports,
                [this](DownstreamConnection& each) { release(each); }},
      m_announced(m_loop, options.headerTimeout,
                  [this](http::Refused kind) { m_counts.countRefused(kind); }),
      m_closeIdle([this] { closeIdle(); }) {
    m_config.whenRulesChange([this] { recheck(); });
}

Worker::~Worker() = default;

void Worker::serve(const ListenerSpec& spec, net::Descriptor socket) {
    m_listeners.push_back(std::make_unique<net::Listener>(
        m_loop, std::move(socket),
        [this, shared = std::make_shared<const ListenerSpec>(spec)](net::Accepted accepted) {
            accept(shared, std::move(accepted));
            if (!m_load.mayAccept(openConnections()))
                pauseAccepting();
        }));
    if (m_acceptsNobody)
        m_listeners.back()->pause();
}

void Worker::pauseAccepting() {
    if (!std::exchange(m_acceptsNobody, true)) {
        ++m_acceptPauses;
        log::warn("no new connection for a while: {} are open, {} requests under way",
                  openConnections(), m_load.requests());
    }
    for (const auto& listener : m_listeners)
        listener->pause();
    m_loop.arm(m_acceptAgain, kLookAgain);
}

void Worker::resumeAccepting() {
    if (!m_load.mayAcceptAgain(openConnections()))
        return m_loop.arm(m_acceptAgain, kLookAgain);
    m_acceptsNobody = false;
    for (const auto& listener : m_listeners)
        listener->resume();
}

// What a gateway says about callers is signed with its current key, and verified with that of the
// connection: connections of another key take no more requests.
void Worker::use(const TlsPtr& tls) {
    const TlsPtr before = m_config.tls();
    m_config.apply(tls);
    if (m_options.isGateway() && before && !before->leaf().matches(tls->credentials.key))
        m_upstreams.closeGracefully();
}

void Worker::onMemory(bool scarce) {
    m_load.setMemoryScarce(scarce);
    if (scarce)
        pauseAccepting();
}

WorkerCounts Worker::counts() const {
    WorkerCounts counts = m_counts;
    counts.refusedServers = m_upstreams.counters().refused;
    counts.handshakesWithServers = m_upstreams.counters().handshakes;
    counts.shedForMemory = m_load.shedForMemory();
    counts.shedForRequests = m_load.shedForRequests();
    counts.acceptPauses = m_acceptPauses;
    counts.retries = m_upstreams.retrySeries();
    counts.balancers = m_upstreams.views();
    return counts;
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
    net::giveUpAfter(accepted.socket.get(), m_options.readTimeout);
    if (spec->balancers.empty()
        || !spec->announces(IpAddress::parse(accepted.peer.ip()).value_or(IpAddress())))
        return admit(spec, std::move(accepted));
    m_announced.await(std::move(accepted),
                      [this, spec](net::Accepted known) { admit(spec, std::move(known)); });
}

void Worker::admit(const std::shared_ptr<const ListenerSpec>& spec, net::Accepted accepted) {
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
    m_announced.closeAll();
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
