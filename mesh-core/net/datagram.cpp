// SPDX-License-Identifier: Apache-2.0
#include "net/datagram.h"

#include <array>
#include <cerrno>
#include <ctime>

namespace causeway::net {
namespace {

Result<Descriptor> openSocket(const Address& address, const std::string& doing) {
    Descriptor fd(socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.valid())
        return failErrno(doing, errno);
    const int on = 1;
    if (setsockopt(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
        return failErrno(doing + ": asking for times of arrival", errno);
    return fd;
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
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control{};
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
                        Address::fromNative(from, message.msg_namelen), arrivalOf(message)};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return std::nullopt;
    return failErrno("receive a datagram of " + m_peer.text(), errno);
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
