// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/responder.h"

#include "proxy/probe/clock_error.h"

namespace causeway::proxy {

Result<std::unique_ptr<ProbeResponder>>
ProbeResponder::open(net::EventLoop& loop, const net::Address& address, ProbeSessions& sessions) {
    CAUSEWAY_TRY(net::DatagramSocket socket, net::DatagramSocket::bindTo(address));
    return std::unique_ptr<ProbeResponder>(
        new ProbeResponder(loop, std::move(socket), sessions));
}

ProbeResponder::ProbeResponder(net::EventLoop& loop, net::DatagramSocket socket,
                               ProbeSessions& sessions)
    : m_loop(loop), m_socket(std::move(socket)), m_sessions(sessions) {
    m_loop.watch(m_socket.fd(), *this, false);
}

ProbeResponder::~ProbeResponder() {
    m_loop.unwatch(m_socket.fd(), *this);
}

void ProbeResponder::onReady(bool) {
    std::array<std::uint8_t, EchoPacket::kSize> room{};
    while (true) {
        const auto datagram = m_socket.receive(room);
        if (!datagram)
            continue; // an ICMP error for an answer of before
        if (!*datagram)
            return;
        take(ByteView(room).first(std::min((*datagram)->size, room.size())), **datagram);
    }
}

void ProbeResponder::take(ByteView bytes, const net::DatagramSocket::Datagram& datagram) {
    using Verdict = ProbeSessions::Verdict;
    const auto judged = datagram.size == EchoPacket::kSize ? m_sessions.judge(bytes)
                                                           : ProbeSessions::Judged{};
    switch (judged.verdict) {
    case Verdict::Malformed:
        ++m_counts.malformed;
        return;
    case Verdict::UnknownSession:
        ++m_counts.unknownSession;
        return;
    case Verdict::BadSeal:
        ++m_counts.badSeal;
        return;
    case Verdict::Replayed:
        ++m_counts.replayed;
        return;
    case Verdict::Answer:
        break;
    }
    EchoPacket answer = judged.packet;
    answer.kind = EchoPacket::Kind::Answer;
    answer.received = datagram.arrived;
    answer.clockError = maximumClockError();
    answer.hopLimit = net::DatagramSocket::kHopLimit;
    answer.cameWith = datagram.hopLimit.value_or(0);
    answer.returned = m_loop.clock().wallNow();
    if (m_socket.sendTo(answer.seal(judged.key), datagram.from))
        ++m_counts.answered;
    else
        ++m_counts.unsent;
}

} // namespace causeway::proxy
