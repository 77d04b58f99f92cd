// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/timed_transport.h"

// Not netinet/tcp.h, whose tcp_info ends before the counts of bytes and segments.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace causeway::proxy {
namespace {

constexpr std::uint64_t kHeaders = 20 + 32; // IPv4, and TCP with timestamps

} // namespace

Result<net::IoResult> TimedTransport::handshake() {
    if (!m_connectedAt) {
        CAUSEWAY_TRY(const net::IoState state, net::connectState(fd(), m_peer));
        if (state != net::IoState::Done)
            return net::IoResult{state, 0};
        m_connectedAt = m_clock.now();
    }
    auto outcome = m_inner->handshake();
    if (outcome && outcome->state == net::IoState::Done)
        m_securedAt = m_clock.now();
    return outcome;
}

std::uint64_t bytesOnTheWire(int fd) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return 0;
    return info.tcpi_bytes_sent + info.tcpi_bytes_received
           + kHeaders * (std::uint64_t(info.tcpi_segs_out) + info.tcpi_segs_in);
}

} // namespace causeway::proxy
