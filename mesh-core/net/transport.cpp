// SPDX-License-Identifier: Apache-2.0
#include "net/transport.h"

#include <sys/socket.h>

#include <cerrno>

namespace causeway::net {

Result<IoState> connectState(int fd, const Address& to) {
    if (auto outcome = connectOutcome(fd, to); !outcome)
        return tl::unexpected(std::move(outcome).error());
    // SO_ERROR is 0 while connecting, too; only a connected socket has a peer.
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const bool connected = getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
    return connected ? IoState::Done : IoState::Blocked;
}

ssize_t SocketReader::read(int fd, std::span<std::uint8_t> room) {
    if (m_drained) {
        errno = EAGAIN;
        return -1;
    }
    const ssize_t count = recv(fd, room.data(), room.size(), 0);
    m_drained = !m_mayEnd && count < static_cast<ssize_t>(room.size());
    return count;
}

Result<IoResult> PlainTransport::handshake() {
    CAUSEWAY_TRY(const IoState state, connectState(m_socket.get(), m_peer));
    return IoResult{state, 0};
}

Result<IoResult> PlainTransport::read(std::span<std::uint8_t> room) {
    const ssize_t count = m_reader.read(m_socket.get(), room);
    if (count > 0)
        return IoResult{IoState::Done, static_cast<std::size_t>(count)};
    if (count == 0)
        return IoResult{IoState::Closed, 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return IoResult{IoState::Blocked, 0};
    return failErrno("read from " + m_peer.text(), errno);
}

Result<IoResult> PlainTransport::write(ByteView bytes) {
    const ssize_t count = send(m_socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0)
        return IoResult{IoState::Done, static_cast<std::size_t>(count)};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return IoResult{IoState::Blocked, 0};
    return failErrno("write to " + m_peer.text(), errno);
}

void PlainTransport::closeWrite() {
    shutdown(m_socket.get(), SHUT_WR);
}

} // namespace causeway::net
