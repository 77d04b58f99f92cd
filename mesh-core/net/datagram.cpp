// SPDX-License-Identifier: Apache-2.0
#include "net/datagram.h"

#include <array>
#include <cerrno>
#include <ctime>
#include <netinet/in.h>

namespace causeway::net {
namespace {

Status limitHops(int fd, bool isSix, std::uint8_t limit) {
    const int value = limit;
    if (setsockopt(fd, isSix ? int(IPPROTO_IPV6) : int(IPPROTO_IP),
                   isSix ? IPV6_UNICAST_HOPS : IP_TTL, &value, sizeof value)
        != 0)
        return failErrno("set the hop limit of datagrams to " + std::to_string(limit), errno);
    return {};
}

Result<Descriptor> openSocket(const Address& address, const std::string& doing) {
    Descriptor fd(socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.valid())
        return failErrno(doing, errno);
    const int on = 1;
    if (setsockopt(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
        return failErrno(doing + ": asking for times of arrival", errno);
    const bool isSix = address.family() == AF_INET6;
    if (setsockopt(fd.get(), isSix ? int(IPPROTO_IPV6) : int(IPPROTO_IP),
                   isSix ? IPV6_RECVHOPLIMIT : IP_RECVTTL, &on, sizeof on)
        != 0)
        return failErrno(doing + ": asking for hop limits", errno);
    CAUSEWAY_CHECK(limitHops(fd.get(), isSix, DatagramSocket::kHopLimit));
    return fd;
}

std::optional<std::uint8_t> hopLimitOf(msghdr& message) {
    for (cmsghdr* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        const bool isFour = each->cmsg_level == IPPROTO_IP && each->cmsg_type == IP_TTL;
        const bool isSix = each->cmsg_level == IPPROTO_IPV6 && each->cmsg_type == IPV6_HOPLIMIT;
        if (!isFour && !isSix)
            continue;
        int limit = 0;
        std::memcpy(&limit, CMSG_DATA(each), sizeof limit);
        return static_cast<std::uint8_t>(limit);
    }
    return std::nullopt;
}

WallTime arrivalOf(msghdr& message) {
    for (cmsghdr* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each))
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_TIMESTAMPNS) {
            timespec time{};
            std::memcpy(&time, CMSG_DATA(each), sizeof time);
            return WallTime(std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec));
        }
    return std::chrono::system_clock::now();
}

} // namespace

Result<DatagramSocket> DatagramSocket::bindTo(const Address& address) {
    const std::string doing = "receive datagrams on " + address.text();
    CAUSEWAY_TRY(Descriptor fd, openSocket(address, doing));
    const int on = 1;
    if (setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0
        || bind(fd.get(), address.native(), address.nativeSize()) != 0)
        return failErrno(doing, errno);
    return DatagramSocket(std::move(fd), address);
}

Result<DatagramSocket> DatagramSocket::connectTo(const Address& to,
                                                 const std::optional<Address>& source) {
    const std::string doing = "send datagrams to " + to.text();
    CAUSEWAY_TRY(Descriptor fd, openSocket(to, doing));
    if (source) {
        const Address any = source->withPort(0);
        if (bind(fd.get(), any.native(), any.nativeSize()) != 0)
            return failErrno(doing + " from " + source->ip(), errno);
    }
    if (connect(fd.get(), to.native(), to.nativeSize()) != 0)
        return failErrno(doing, errno);
    return DatagramSocket(std::move(fd), to);
}

Result<std::optional<DatagramSocket::Datagram>>
DatagramSocket::receive(std::span<std::uint8_t> room) {
    sockaddr_storage from{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(int))>
        control{};
    iovec into{room.data(), room.size()};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &into;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t count = recvmsg(m_socket.get(), &message, MSG_TRUNC);
    if (count >= 0)
        return Datagram{static_cast<std::size_t>(count),
                        Address::fromNative(from, message.msg_namelen), arrivalOf(message),
                        hopLimitOf(message)};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return std::nullopt;
    return failErrno("receive a datagram of " + m_peer.text(), errno);
}

Status DatagramSocket::setHopLimit(std::uint8_t limit) {
    return limitHops(m_socket.get(), m_peer.family() == AF_INET6, limit);
}

Status DatagramSocket::send(ByteView bytes) {
    if (::send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
        return failErrno("send a datagram to " + m_peer.text(), errno);
    return {};
}

Status DatagramSocket::sendTo(ByteView bytes, const Address& to) {
    if (::sendto(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL, to.native(),
                 to.nativeSize())
        < 0)
        return failErrno("send a datagram to " + to.text(), errno);
    return {};
}

} // namespace causeway::net
