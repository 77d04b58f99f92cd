// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <unistd.h>

namespace causeway::net {
namespace {

constexpr int kFlags = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;

void enable(int fd, int level, int option) {
    const int on = 1;
    setsockopt(fd, level, option, &on, sizeof on);
}

// A socket file that a dead process left behind refuses connections.
void removeStalePath(const Address& address) {
    const Descriptor probe(socket(AF_UNIX, kFlags, 0));
    if (connect(probe.get(), address.native(), address.nativeSize()) != 0 && errno == ECONNREFUSED)
        unlink(address.path().c_str());
}

} // namespace

Descriptor::~Descriptor() {
    close();
}

void Descriptor::close() {
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

Result<Descriptor> listenOn(const Address& address, ListenOptions options) {
    const std::string doing = "listen on " + address.text();
    Descriptor fd(socket(address.family(), kFlags, 0));
    if (!fd.valid())
        return failErrno(doing, errno);
    if (address.isUnix()) {
        removeStalePath(address);
        fchmod(fd.get(), 0600); // before bind(): Linux makes the path with the descriptor's mode
    } else {
        enable(fd.get(), SOL_SOCKET, SO_REUSEADDR);
        if (options.reusePort)
            enable(fd.get(), SOL_SOCKET, SO_REUSEPORT);
    }
    if (bind(fd.get(), address.native(), address.nativeSize()) != 0
        || listen(fd.get(), options.backlog) != 0)
        return failErrno(doing, errno);
    return fd;
}

Result<Descriptor> startConnect(const Address& to, const std::optional<Address>& source) {
    const std::string doing = "connect to " + to.text();
    Descriptor fd(socket(to.family(), kFlags, 0));
    if (!fd.valid())
        return failErrno(doing, errno);
    if (source && !to.isUnix()) {
        // The port is chosen at connect(), so that the four-tuple counts and not the port alone.
        enable(fd.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
        const Address any = source->withPort(0);
        if (bind(fd.get(), any.native(), any.nativeSize()) != 0)
            return failErrno(doing + " from " + source->ip(), errno);
    }
    if (!to.isUnix())
        sendAtOnce(fd.get());
    if (connect(fd.get(), to.native(), to.nativeSize()) != 0 && errno != EINPROGRESS)
        return failErrno(doing, errno);
    return fd;
}

Status connectOutcome(int fd, const Address& to) {
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    if (error != 0)
        return failErrno("connect to " + to.text(), error);
    return {};
}

Result<std::optional<Accepted>> acceptOn(int listening) {
    while (true) {
        sockaddr_storage native{};
        socklen_t size = sizeof native;
        Descriptor fd(accept4(listening, reinterpret_cast<sockaddr*>(&native), &size,
                              SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (fd.valid()) {
            if (native.ss_family != AF_UNIX)
                sendAtOnce(fd.get());
            return Accepted{std::move(fd), Address::fromNative(native, size)};
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return std::nullopt;
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            return failErrno("accept a connection", errno);
        // Everything else is the fate of that one connection (ECONNABORTED, EPERM, …).
    }
}

Result<Address> localAddressOf(int fd) {
    sockaddr_storage native{};
    socklen_t size = sizeof native;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&native), &size) != 0)
        return failErrno("ask for a socket's address", errno);
    return Address::fromNative(native, size);
}

std::optional<Address> originalDestination(int fd) {
    constexpr int kOriginalDestination = 80; // SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST
    const auto local = localAddressOf(fd);
    if (!local || local->isUnix())
        return std::nullopt;
    sockaddr_storage native{};
    socklen_t size = sizeof native;
    const int level = local->family() == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    if (getsockopt(fd, level, kOriginalDestination, &native, &size) != 0)
        return std::nullopt;
    Address original = Address::fromNative(native, size);
    if (original.text() == local->text())
        return std::nullopt;
    return original;
}

void resetConnection(int fd) {
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    connect(fd, &nobody, sizeof nobody);
}

void giveUpAfter(int fd, Duration unacknowledged) {
    const auto ms = static_cast<unsigned>(
        std::chrono::duration_cast<std::chrono::milliseconds>(unacknowledged).count());
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms);
}

void sendAtOnce(int fd) {
    enable(fd, IPPROTO_TCP, TCP_NODELAY);
}

} // namespace causeway::net
