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

EndpointPool::EndpointPool(net::EventLoop& loop, balance::Endpoint endpoint, const Dial& dial,
                           UpstreamCounters& counters)
    : m_loop(loop), m_endpoint(std::move(endpoint)), m_dial(dial), m_counters(counters),
      m_limit(version() == http::Version::Http2 ? kLimitBeforeSettings : 1) {}

EndpointPool::~EndpointPool() = default;

http::Version EndpointPool::version() const {
    return m_endpoint.protocol == Protocol::Http1 ? http::Version::Http11 : http::Version::Http2;
}

void EndpointPool::request(UpstreamUser& user, const policy::Permit&) {
    for (const auto& connection : m_connections)
        if (connection->canTake(m_limit))
            return user.onStream(*connection, false);
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

std::size_t EndpointPool::connecting() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_connections, [](const auto& each) { return !each->wasOpened(); }));
}

void EndpointPool::grow() {
    std::size_t expected = connecting();
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
            if (!alive.expired() && connecting() == 0)
                failWaiters(why);
        });
        return;
    }
    UpstreamConnection::Hooks hooks{
        [this](UpstreamConnection& connection) { serve(connection, true); },
        [this](UpstreamConnection& connection) {
            m_limit = std::max(connection.peerLimit(), 1U);
            serve(connection, false);
            grow();
        },
        [this](UpstreamConnection& connection, const Error* why) { onGone(connection, why); }};
    auto connection = std::make_unique<UpstreamConnection>(m_loop, std::move(*transport), version(),
                                                           std::move(hooks));
    connection->limitConnectTime(m_endpoint.gateway ? kGatewayConnectTimeout : kConnectTimeout);
    connection->start();
    ++m_counters.open;
    m_connections.push_back(std::move(connection));
}

void EndpointPool::serve(UpstreamConnection& connection, bool opened) {
    if (opened)
        ++m_counters.opened;
    while (!m_waiting.empty() && connection.canTake(m_limit)) {
        UpstreamUser* user = m_waiting.front();
        m_waiting.pop_front();
        user->onStream(connection, std::exchange(opened, false));
    }
}

void EndpointPool::onGone(UpstreamConnection& connection, const Error* why) {
    const auto found = std::ranges::find_if(
        m_connections, [&](const auto& each) { return each.get() == &connection; });
    CAUSEWAY_ASSERT(found != m_connections.end());
    const bool failed = !connection.wasOpened();
    --m_counters.open;
    // This runs inside the connection's own event: it must not die before the event is over.
    m_loop.defer([dead = std::shared_ptr<UpstreamConnection>(std::move(*found))] {});
    m_connections.erase(found);
    if (failed) {
        ++m_counters.failed;
        const Error unknown(ErrorKind::Unavailable, "the connection was closed");
        failWaiters(why ? *why : unknown);
    }
    grow();
}

// Those for whom no connection is on its way any more, the longest waiting first.
void EndpointPool::failWaiters(const Error& why) {
    const std::size_t served = connecting() * m_limit;
    std::deque<UpstreamUser*> failed;
    while (m_waiting.size() > served) {
        failed.push_back(m_waiting.front());
        m_waiting.pop_front();
    }
    for (UpstreamUser* user : failed)
        user->onConnectFailed(why);
}

} // namespace causeway::proxy
