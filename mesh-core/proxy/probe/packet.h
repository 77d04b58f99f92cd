// SPDX-License-Identifier: Apache-2.0
// The datagram of the echo rung, 80 bytes both ways, so that an answer is never larger than what it
// answers. Big-endian: "CWP1", kind, 3 bytes 0, session, number, four timestamps (ns since 1970; 0:
// not yet), the answering clock's maximum error (µs; all ones: not synchronised), the hop limit that
// it was sent with, the hop limit with which what it answers came (0: not known), 2 bytes 0, MAC of
// all before. Pure.
#pragma once

#include "base/clock.h"
#include "tls/mac.h"

#include <optional>

namespace causeway::proxy {

struct EchoPacket {
    enum class Kind : std::uint8_t { Request = 1, Answer = 2 };
    static constexpr std::size_t kSize = 80;
    static constexpr std::size_t kOnTheWire = kSize + 28; // with IPv4 and UDP headers
    using Bytes = std::array<std::uint8_t, kSize>;

    Kind kind = Kind::Request;
    std::uint64_t session = 0;
    std::uint64_t number = 0;
    WallTime sent{};     // by whom asks
    WallTime received{}; // by whom answers
    WallTime returned{};
    std::optional<Duration> clockError; // of whom answers
    std::uint8_t hopLimit = 0;          // that it was sent with; 0: who sent it does not say
    std::uint8_t cameWith = 0;          // of an answer: what was left of the question's

    [[nodiscard]] Bytes seal(const tls::MacKey& key) const;
    // Nothing when it is none of ours by its form; says nothing about the MAC.
    [[nodiscard]] static std::optional<EchoPacket> read(ByteView bytes);
    // Whether who made these bytes knows the key.
    [[nodiscard]] static bool isSealed(ByteView bytes, const tls::MacKey& key);
};

} // namespace causeway::proxy
