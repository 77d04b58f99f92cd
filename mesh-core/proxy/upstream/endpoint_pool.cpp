// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/endpoint_pool.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

constexpr std::size_t kMaxConnections = 1024;
constexpr std::size_t kMaxWaiting = 10'000;
constexpr std::uint32_t kLimitBeforeSettings = 100; // RFC 9113, 6.5.2: the least that is advised
constexpr Duration kConnectTimeout = std::chrono::seconds(1);
constexpr Duration kGatewayConnectTimeout = std::chrono::seconds(5); // links may be slow

} // namespace

EndpointPool::EndpointPool(net::EventLoop& loop, balance::Endpoint endpoint, const Needs& needs)
    : m_loop(loop), m_endpoint(std::move(endpoint)), m_dial(needs.dial),
      m_keepalive(needs.keepalive), m_counters(needs.counters), m_transport(needs.transport),
      m_readings(needs.readings), m_tcp(needs.tcp),
      m_limit(version() == http::Version::Http2 ? kLimitBeforeSettings : 1) {}

EndpointPool::~EndpointPool() = default;

http::Version EndpointPool::versionFor(Protocol protocol) {
    if (protocol == Protocol::Opaque)
        return http::Version::Raw;
    return protocol == Protocol::Http1 ? http::Version::Http11 : http::Version::Http2;
}

http::Version EndpointPool::version() const {
    return versionFor(m_endpoint.protocol);
}

void EndpointPool::request(UpstreamUser& user, const policy::Permit&) {
    while (!m_withRoom.empty()) {
        UpstreamConnection& connection = *m_withRoom.back();
        if (connection.canTake(m_limit))
            return user.onStream(connection, false);
        connection.listed = false;
        m_withRoom.pop_back();
    }
    if (m_waiting.size() >= kMaxWaiting) {
        const Error full(ErrorKind::Exhausted, "too many requests wait for a connection already");
        return user.onConnectFailed(full);
    }
    m_waiting.push_back(&user);
    grow();
}

void EndpointPool::forget(UpstreamUser& user) {
    std::erase(m_waiting, &user);
}

void EndpointPool::closeGracefully() {
    for (const auto& connection : m_connections)
        connection->closeGracefully();
}

void EndpointPool::grow() {
    std::size_t expected = m_connecting;
    while (expected * m_limit < m_waiting.size() && m_connections.size() < kMaxConnections) {
        connect();
        ++expected;
    }
}

void EndpointPool::connect() {
    auto transport = m_dial(m_endpoint);
    if (!transport) {
        // Later, because whoever asked is still in the middle of asking.
        m_loop.defer([this, alive = std::weak_ptr(m_alive), why = std::move(transport).error()] {
            if (!alive.expired() && m_connecting == 0)
                failWaiters(why);
        });
        return;
    }
    UpstreamConnection::Owner& owner = *this;
    auto connection =
        std::make_unique<UpstreamConnection>(m_loop, std::move(*transport), version(), owner,
                                             m_keepalive);
    connection->limitConnectTime(m_endpoint.gateway ? kGatewayConnectTimeout : kConnectTimeout);
    connection->start();
    ++m_connecting;
    ++m_counters.open;
    m_connections.push_back(std::move(connection));
}

void EndpointPool::onConnected(UpstreamConnection& connection) {
    --m_connecting;
    ++m_counters.opened;
    connection.countInto(m_transport);
    if (m_endpoint.tls)
        m_counters.handshakes.count(connection.resumed());
    if (m_tcp)
        connection.measureBy(m_readings, *m_tcp);
    serve(connection, true);
}

void EndpointPool::onRoomChanged(UpstreamConnection& connection) {
    m_limit = std::max(connection.peerLimit(), 1U);
    serve(connection, false);
    if (!m_waiting.empty())
        grow();
}

void EndpointPool::serve(UpstreamConnection& connection, bool opened) {
    while (!m_waiting.empty() && connection.canTake(m_limit)) {
        UpstreamUser* user = m_waiting.front();
        m_waiting.pop_front();
        user->onStream(connection, std::exchange(opened, false));
    }
    if (!connection.listed && connection.canTake(m_limit)) {
        connection.listed = true;
        m_withRoom.push_back(&connection);
    }
}

void EndpointPool::onGone(UpstreamConnection& connection, const Error* why) {
    const auto found = std::ranges::find_if(
        m_connections, [&](const auto& each) { return each.get() == &connection; });
    CAUSEWAY_ASSERT(found != m_connections.end());
    const bool failed = !connection.wasOpened();
    m_connecting -= failed ? 1 : 0;
    --m_counters.open;
    if (connection.listed)
        std::erase(m_withRoom, &connection);
    // This runs inside the connection's own event: it must not die before the event is over.
    m_loop.defer([dead = std::shared_ptr<UpstreamConnection>(std::move(*found))] {});
    *found = std::move(m_connections.back());
    m_connections.pop_back();
    if (failed) {
        ++m_counters.failed;
        const Error unknown(ErrorKind::Unavailable, "the connection was closed");
        failWaiters(why ? *why : unknown);
    }
    grow();
}

// Those for whom no connection is on its way any more, the longest waiting first.
void EndpointPool::failWaiters(const Error& why) {
    const std::size_t served = m_connecting * m_limit;
    std::deque<UpstreamUser*> failed;
    while (m_waiting.size() > served) {
        failed.push_back(m_waiting.front());
        m_waiting.pop_front();
    }
    for (UpstreamUser* user : failed)
        user->onConnectFailed(why);
}

} // namespace causeway::proxy
