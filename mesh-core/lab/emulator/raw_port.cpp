// SPDX-License-Identifier: Apache-2.0
#include "lab/emulator/raw_port.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <ctime>

namespace causeway::lab {
namespace {

// sizeof(virtio_net_hdr); the kernel's header for it is not C++.
constexpr std::size_t kVirtioHeader = 10;
constexpr std::size_t kBeforePacket = kVirtioHeader + sizeof(ether_header);
constexpr int kReceiveBuffer = 1024 * 1024;

Status configure(int fd, const std::string& device) {
    const int on = 1;
    if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) < 0)
        return failErrno("asking for checksum state with the frames of " + device, errno);
    if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0)
        return failErrno("asking for arrival times on " + device, errno);
    // Only a wish: the default buffer holds some hundred frames too.
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);

    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_IP);
    address.sll_ifindex = static_cast<int>(if_nametoindex(device.c_str()));
    if (address.sll_ifindex == 0)
        return failErrno("finding network device " + device, errno);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
        return failErrno("taking the frames of " + device, errno);
    return {};
}

// How long ago the kernel took the message. It stamps wall time, which may be set meanwhile, so
// that an answer which cannot be is no answer.
Duration timeSince(msghdr& message) {
    constexpr Duration kBelievable = std::chrono::milliseconds(100);
    for (auto* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        timespec then{};
        timespec now{};
        std::memcpy(&then, CMSG_DATA(part), sizeof then);
        clock_gettime(CLOCK_REALTIME, &now);
        const Duration waited = std::chrono::seconds(now.tv_sec - then.tv_sec)
                                + std::chrono::nanoseconds(now.tv_nsec - then.tv_nsec);
        return waited > Duration::zero() && waited < kBelievable ? waited : Duration::zero();
    }
    return {};
}

std::uint32_t addressAt(ByteView frame, std::size_t offset) {
    if (frame.size() < kBeforePacket + sizeof(iphdr))
        return 0;
    std::uint32_t address = 0;
    std::memcpy(&address, frame.data() + kBeforePacket + offset, sizeof address);
    return ntohl(address);
}

} // namespace

Result<RawPort> RawPort::open(const std::string& device) {
    net::Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.valid())
        return failErrno("opening a packet socket for " + device, errno);
    CAUSEWAY_CHECK(configure(socket.get(), device));
    return RawPort(std::move(socket));
}

std::size_t RawPort::Frame::size() const {
    return bytes.size() - kVirtioHeader;
}
std::uint32_t RawPort::Frame::source() const {
    return addressAt(bytes, offsetof(iphdr, saddr));
}
std::uint32_t RawPort::Frame::destination() const {
    return addressAt(bytes, offsetof(iphdr, daddr));
}

std::optional<RawPort::Frame> RawPort::receive() {
    iovec part{m_buffer.data(), m_buffer.size()};
    alignas(cmsghdr) std::array<char, 128> control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto count = recvmsg(m_socket.get(), &message, MSG_DONTWAIT);
    if (count <= static_cast<ssize_t>(kVirtioHeader))
        return std::nullopt;
    return Frame{ByteView(m_buffer).first(static_cast<std::size_t>(count)), timeSince(message)};
}

bool RawPort::loseHops(std::span<std::uint8_t> frame, unsigned hops) {
    if (hops == 0 || frame.size() < kBeforePacket + sizeof(iphdr))
        return true;
    iphdr header{};
    std::memcpy(&header, frame.data() + kBeforePacket, sizeof header);
    if (header.ttl <= hops)
        return false;
    header.ttl = static_cast<std::uint8_t>(header.ttl - hops);
    // RFC 1624: the sum of the word that holds it grows by what it lost.
    std::uint32_t sum = std::uint32_t(ntohs(header.check)) + (hops << 8U);
    sum = (sum & 0xFFFFU) + (sum >> 16U);
    header.check = htons(static_cast<std::uint16_t>(sum));
    std::memcpy(frame.data() + kBeforePacket, &header, sizeof header);
    return true;
}

void RawPort::send(ByteView bytes) const {
    (void)::send(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
}

} // namespace causeway::lab
