// SPDX-License-Identifier: Apache-2.0
// A UDP socket whose datagrams come with the kernel's time of arrival, so that what a busy process
// takes to look is not counted, and with the hop limit that was left of it. Sending has no such
// time: whoever wants one takes it just before send(), some tens of microseconds early. One thread.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "net/socket.h"

namespace causeway::net {

class DatagramSocket {
public:
    // What datagrams are sent with (TTL of IPv4): each router on the way takes one off.
    static constexpr std::uint8_t kHopLimit = 64;

    // Bound there. Several processes of one user may be, so that one can take over from another.
    [[nodiscard]] static Result<DatagramSocket> bindTo(const Address& address);
    // Connected: only what comes from `to` is received, and its refusal is an error.
    [[nodiscard]] static Result<DatagramSocket> connectTo(const Address& to,
                                                          const std::optional<Address>& source = {});

    struct Datagram {
        std::size_t size = 0; // above the room's: it was cut off
        Address from;
        WallTime arrived{};
        std::optional<std::uint8_t> hopLimit; // as it arrived; absent: the system does not tell
    };
    // Nothing: none waits. An error, of a connected socket: the other side refused one.
    [[nodiscard]] Result<std::optional<Datagram>> receive(std::span<std::uint8_t> room);
    // Of a connected socket.
    [[nodiscard]] Status send(ByteView bytes);
    [[nodiscard]] Status sendTo(ByteView bytes, const Address& to);
    // Other than kHopLimit, from now on.
    [[nodiscard]] Status setHopLimit(std::uint8_t limit);
    [[nodiscard]] int fd() const { return m_socket.get(); }

private:
    DatagramSocket(Descriptor socket, Address peer)
        : m_socket(std::move(socket)), m_peer(std::move(peer)) {}

    Descriptor m_socket;
    Address m_peer; // or our own, of a bound one: for messages
};

} // namespace causeway::net
