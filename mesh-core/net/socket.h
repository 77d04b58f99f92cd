// SPDX-License-Identifier: Apache-2.0
// A descriptor that closes itself, and the few socket calls that everybody here needs. All sockets
// are non-blocking and close on exec; TCP ones send at once (no Nagle). Any thread.
#pragma once

#include "base/clock.h"
#include "net/address.h"

#include <optional>
#include <utility>

namespace causeway::net {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool valid() const { return m_fd >= 0; }
    void close();

private:
    int m_fd = -1;
};

struct ListenOptions {
    bool reusePort = false; // one listening socket a worker
    int backlog = 1024;
};
// A Unix path that nobody listens on any more is taken over; made with mode 0600.
[[nodiscard]] Result<Descriptor> listenOn(const Address& address, ListenOptions options = {});

// Starts to connect; done, or failed, when the socket becomes writable: ask connectOutcome().
[[nodiscard]] Result<Descriptor> startConnect(const Address& to,
                                              const std::optional<Address>& source = {});
[[nodiscard]] Status connectOutcome(int fd, const Address& to);

struct Accepted {
    Descriptor socket;
    Address peer;
};
// Nothing: nobody waits. An error of kind Exhausted: out of descriptors or memory.
[[nodiscard]] Result<std::optional<Accepted>> acceptOn(int listening);
[[nodiscard]] Result<Address> localAddressOf(int fd);
// Where a redirected connection was meant to go (conntrack's word); nothing when it was for us.
[[nodiscard]] std::optional<Address> originalDestination(int fd);
void sendAtOnce(int fd);
// The kernel ends the connection (ETIMEDOUT) when the peer takes nothing of what was sent for so long.
void giveUpAfter(int fd, Duration unacknowledged);
// Ends a TCP connection by RST instead of FIN; the descriptor stays, connected to nobody.
void resetConnection(int fd);

} // namespace causeway::net
