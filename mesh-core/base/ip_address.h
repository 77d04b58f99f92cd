// SPDX-License-Identifier: Apache-2.0
// IP addresses and networks as values. IPv4 is kept in its IPv6-mapped form, so that both families
// compare and nest in one order. Pure: no sockets, no resolver.
#pragma once

#include "base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace causeway {

class IpAddress {
public:
    using Octets = std::array<std::uint8_t, 16>;

    IpAddress() = default; // "::"
    explicit IpAddress(const Octets& octets) : m_octets(octets) {}
    [[nodiscard]] static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c,
                                      std::uint8_t d);
    // "10.1.2.3" or "fd00::1", without port, zone or brackets.
    [[nodiscard]] static Result<IpAddress> parse(std::string_view text);

    auto operator<=>(const IpAddress&) const = default;

    // The neighbours; those of the first and of the last address are each other.
    [[nodiscard]] IpAddress next() const;
    [[nodiscard]] IpAddress previous() const;
    [[nodiscard]] static IpAddress last(); // "ffff:…:ffff"

    [[nodiscard]] bool isV4() const;
    [[nodiscard]] bool isLoopback() const; // 127.0.0.0/8 and ::1
    [[nodiscard]] const Octets& octets() const { return m_octets; }
    [[nodiscard]] std::string serialize() const;

private:
    Octets m_octets{};
};

// "10.0.0.0/8"; a bare address is the network of that one host. Host bits must be zero.
class IpNetwork {
public:
    [[nodiscard]] static Result<IpNetwork> parse(std::string_view text);

    [[nodiscard]] const IpAddress& first() const { return m_first; }
    [[nodiscard]] const IpAddress& last() const { return m_last; }
    [[nodiscard]] bool contains(const IpAddress& a) const { return m_first <= a && a <= m_last; }

private:
    IpNetwork(IpAddress first, IpAddress last) : m_first(first), m_last(last) {}
    IpAddress m_first;
    IpAddress m_last;
};

} // namespace causeway
