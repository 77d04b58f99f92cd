// SPDX-License-Identifier: Apache-2.0
#include "proxy/detect/announced_peers.h"

#include "base/ip_address.h"
#include "base/log.h"

#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace causeway::proxy {
namespace {

// A client behind a balancer is on another host: who says otherwise wants what only the
// application beside us may.
bool isPlausible(const net::ProxyHeader& header) {
    if (!header.source)
        return true;
    const auto ip = IpAddress::parse(header.source->ip());
    return ip && !ip->isLoopback() && *ip != IpAddress();
}

} // namespace

class AnnouncedPeers::Wait final : private net::Watcher {
public:
    Wait(AnnouncedPeers& owner, net::Accepted accepted, OnKnown onKnown)
        : m_owner(owner), m_accepted(std::move(accepted)), m_onKnown(std::move(onKnown)),
          m_timer([this] { refuse(http::Refused::SlowHead, "said nothing in time"); }) {
        owner.m_loop.watch(m_accepted.socket.get(), *this);
        owner.m_loop.arm(m_timer, owner.m_timeLimit);
    }
    ~Wait() override {
        if (m_accepted.socket.valid())
            m_owner.m_loop.unwatch(m_accepted.socket.get(), *this);
    }

private:
    // Looks, and takes from the socket only what is the header's.
    void onReady(bool) override {
        static thread_local std::array<std::uint8_t, net::kMaxProxyHeader> room;
        const int fd = m_accepted.socket.get();
        const ssize_t count = ::recv(fd, room.data(), room.size(), MSG_PEEK);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0)
            return leave(); // a balancer that only looks whether the port is open
        const auto parsed =
            net::parseProxyHeader(ByteView(room.data(), static_cast<std::size_t>(count)));
        if (!parsed)
            return refuse(http::Refused::ProxyHeader, parsed.error().message());
        const auto& header = *parsed;
        if (!header)
            return;
        if (!isPlausible(*header))
            return refuse(http::Refused::ProxyHeader,
                          "said it came from " + header->source->text());
        if (::recv(fd, room.data(), header->size, 0) != static_cast<ssize_t>(header->size))
            return refuse(http::Refused::ProxyHeader, "took back what it had sent");
        goOn(header->source);
    }
    void goOn(const std::optional<net::Address>& client) {
        m_owner.m_loop.unwatch(m_accepted.socket.get(), *this);
        net::Accepted known{std::move(m_accepted.socket), client.value_or(m_accepted.peer)};
        const OnKnown onKnown = std::move(m_onKnown);
        leave();
        onKnown(std::move(known));
    }
    void refuse(http::Refused kind, const std::string& why) {
        log::info("refusing {}: {}", m_accepted.peer.text(), why);
        m_owner.m_onRefused(kind);
        leave();
    }
    // This runs inside its own event.
    void leave() {
        m_timer.cancel();
        if (m_accepted.socket.valid()) {
            m_owner.m_loop.unwatch(m_accepted.socket.get(), *this);
            m_accepted.socket.close();
        }
        m_owner.m_loop.defer(
            [dead = std::shared_ptr<Wait>(m_owner.release(*this))] { std::ignore = dead; });
    }

    AnnouncedPeers& m_owner;
    net::Accepted m_accepted;
    OnKnown m_onKnown;
    net::Timer m_timer;
};

AnnouncedPeers::AnnouncedPeers(net::EventLoop& loop, Duration timeLimit, OnRefused onRefused)
    : m_loop(loop), m_timeLimit(timeLimit), m_onRefused(std::move(onRefused)) {}

AnnouncedPeers::~AnnouncedPeers() = default;

void AnnouncedPeers::await(net::Accepted accepted, OnKnown onKnown) {
    auto wait = std::make_unique<Wait>(*this, std::move(accepted), std::move(onKnown));
    m_waits.emplace(wait.get(), std::move(wait));
}

std::unique_ptr<AnnouncedPeers::Wait> AnnouncedPeers::release(Wait& wait) {
    const auto found = m_waits.find(&wait);
    CAUSEWAY_ASSERT(found != m_waits.end());
    auto released = std::move(found->second);
    m_waits.erase(found);
    return released;
}

void AnnouncedPeers::closeAll() {
    m_waits.clear();
}

} // namespace causeway::proxy
