// SPDX-License-Identifier: Apache-2.0
// The emulator's end of one cluster's veth pair: whole Ethernet frames in and out through
// AF_PACKET. Each frame carries the kernel's virtio header in front, so that checksums which the
// sender left to the "hardware" are still known to be open at the other end and nobody has to
// compute them. Owned by the emulator; one thread; never blocks.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/socket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::lab {

class RawPort {
public:
    // The device of that name in the network namespace that the thread is in. Needs CAP_NET_RAW
    // there.
    [[nodiscard]] static Result<RawPort> open(const std::string& device);
    [[nodiscard]] int fd() const { return m_socket.get(); }

    struct Frame {
        ByteView bytes;    // virtio header, Ethernet header, packet; valid until the next receive()
        Duration waited{}; // between the kernel's taking the frame and this call
        [[nodiscard]] std::size_t size() const;          // on the wire
        [[nodiscard]] std::uint32_t source() const;      // IPv4, host byte order; 0: none
        [[nodiscard]] std::uint32_t destination() const; // the same
    };
    // Nothing when no frame waits.
    [[nodiscard]] std::optional<Frame> receive();
    // As after so many routers: its hop limit is less, its header's checksum right again. False: one
    // of them would have dropped it.
    [[nodiscard]] static bool loseHops(std::span<std::uint8_t> frame, unsigned hops);
    // A frame that the kernel does not take (queue full) is lost, as on any wire.
    void send(ByteView bytes) const;

private:
    explicit RawPort(net::Descriptor socket)
        : m_socket(std::move(socket)), m_buffer(kLargestFrame) {}

    static constexpr std::size_t kLargestFrame = 66 * 1024;
    net::Descriptor m_socket;
    std::vector<std::uint8_t> m_buffer;
};

} // namespace causeway::lab
