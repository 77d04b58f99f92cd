// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/echo.h"

#include "base/log.h"
#include "proxy/probe/clock_error.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRemembered = 4096;
// A datagram that waited longer in our own socket than this was overtaken by a clock that was set.
constexpr Duration kMostWaiting = 100ms;

// How many routers took one off; nothing where either end does not say.
std::optional<std::uint32_t> hopsOf(std::uint8_t sentWith, std::uint8_t cameWith) {
    if (sentWith == 0 || cameWith == 0 || cameWith > sentWith)
        return std::nullopt;
    return sentWith - cameWith;
}

} // namespace

EchoProbe::EchoProbe(net::EventLoop& loop, std::string link, net::Address to,
                     std::optional<net::Address> source, Duration timeLimit)
    : m_loop(loop), m_to(std::move(to)), m_source(std::move(source)),
      m_series(std::move(link), timeLimit) {}

EchoProbe::~EchoProbe() {
    close();
}

Status EchoProbe::open() {
    CAUSEWAY_TRY(m_socket, net::DatagramSocket::connectTo(m_to, m_source));
    m_loop.watch(m_socket->fd(), *this, false);
    return {};
}

void EchoProbe::close() {
    if (m_socket)
        m_loop.unwatch(m_socket->fd(), *this);
    m_socket.reset();
}

void EchoProbe::send() {
    const Clock& clock = m_loop.clock();
    m_series.expire(clock.now());
    if (!m_session) {
        if (!m_why.empty())
            m_series.failed(0, m_why);
        return;
    }
    if (!m_socket)
        if (const Status opened = open(); !opened) {
            log::debug("probe: {}", opened.error().describe());
            return m_series.failed(0, "no-socket");
        }
    const std::uint64_t number = ++m_number;
    const MonotonicTime now = clock.now();
    m_series.sent(number, now);
    EchoPacket packet;
    packet.session = m_session->id;
    packet.number = number;
    packet.sent = clock.wallNow();
    packet.hopLimit = net::DatagramSocket::kHopLimit;
    m_sent[number] = {now, packet.sent};
    if (m_sent.size() > kRemembered)
        m_sent.erase(m_sent.begin());
    if (m_socket->send(packet.seal(m_session->key)))
        m_series.addBytes(EchoPacket::kOnTheWire);
    else
        m_series.failed(number, "refused"); // by an ICMP message for one before
}

void EchoProbe::onReady(bool) {
    std::array<std::uint8_t, EchoPacket::kSize> room{};
    while (m_socket) {
        const auto datagram = m_socket->receive(room);
        if (!datagram) {
            m_series.failed(m_number, "refused");
            continue;
        }
        if (!*datagram)
            return;
        if ((*datagram)->size == room.size())
            receive(room, **datagram);
    }
}

bool EchoProbe::isOurs(const EchoPacket& packet, ByteView bytes) const {
    for (const auto* session : {&m_session, &m_before})
        if (*session && packet.session == (*session)->id)
            return EchoPacket::isSealed(bytes, (*session)->key);
    return false;
}

void EchoProbe::receive(ByteView bytes, const net::DatagramSocket::Datagram& datagram) {
    const auto packet = EchoPacket::read(bytes);
    if (!packet || packet->kind != EchoPacket::Kind::Answer || !isOurs(*packet, bytes))
        return;
    m_series.addBytes(EchoPacket::kOnTheWire);
    const auto sent = m_sent.find(packet->number);
    if (sent == m_sent.end())
        return;
    const Clock& clock = m_loop.clock();
    // How long it has waited for us; the kernel's label is of the wall clock.
    const Duration waited = clock.wallNow() - datagram.arrived;
    const MonotonicTime at = clock.now() - std::clamp<Duration>(waited, 0ns, kMostWaiting);
    const Duration kept = std::max<Duration>(packet->returned - packet->received, 0ns);
    link::Echo echo;
    echo.roundTrip = at - sent->second.at - kept;
    echo.there = packet->received - sent->second.wall;
    echo.back = datagram.arrived - packet->returned;
    echo.hopsOut = hopsOf(net::DatagramSocket::kHopLimit, packet->cameWith);
    echo.hopsBack = hopsOf(packet->hopLimit, datagram.hopLimit.value_or(0));
    if (const auto own = maximumClockError(); own && packet->clockError)
        echo.clockErrors = *own + *packet->clockError;
    m_series.answered(packet->number, at, echo);
}

telemetry::ProbeSample EchoProbe::take() {
    m_series.expire(m_loop.clock().now());
    return m_series.take();
}

} // namespace causeway::proxy
