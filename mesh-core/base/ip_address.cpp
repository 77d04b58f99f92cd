// SPDX-License-Identifier: Apache-2.0
#include "base/ip_address.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <spdlog/fmt/fmt.h>

namespace causeway {
namespace {

constexpr std::size_t kV4Offset = 12;
constexpr IpAddress::Octets kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

std::uint8_t hostMask(std::size_t octet, unsigned prefixBits) {
    const auto bitsBefore = octet * 8;
    if (prefixBits >= bitsBefore + 8)
        return 0;
    return prefixBits <= bitsBefore ? 0xff : static_cast<std::uint8_t>(0xff >> (prefixBits - bitsBefore));
}

} // namespace

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    auto octets = kV4Prefix;
    octets[12] = a;
    octets[13] = b;
    octets[14] = c;
    octets[15] = d;
    return IpAddress(octets);
}

Result<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    Octets octets = kV4Prefix;
    if (inet_pton(AF_INET, terminated.c_str(), octets.data() + kV4Offset) == 1)
        return IpAddress(octets);
    if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1)
        return IpAddress(octets);
    return fail(ErrorKind::InvalidInput,
                fmt::format("found \"{}\"; expected an IP address such as 10.1.0.7 or fd00::7", text));
}

IpAddress IpAddress::next() const {
    auto octets = m_octets;
    for (std::size_t i = octets.size(); i-- > 0;)
        if (++octets[i] != 0)
            break;
    return IpAddress(octets);
}

IpAddress IpAddress::previous() const {
    auto octets = m_octets;
    for (std::size_t i = octets.size(); i-- > 0;)
        if (octets[i]-- != 0)
            break;
    return IpAddress(octets);
}

IpAddress IpAddress::last() {
    Octets octets;
    octets.fill(0xff);
    return IpAddress(octets);
}

bool IpAddress::isV4() const {
    return std::equal(kV4Prefix.begin(), kV4Prefix.begin() + kV4Offset, m_octets.begin());
}

bool IpAddress::isLoopback() const {
    Octets v6Loopback{};
    v6Loopback[15] = 1;
    return m_octets == v6Loopback || (isV4() && m_octets[kV4Offset] == 127);
}

std::string IpAddress::serialize() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (isV4())
        inet_ntop(AF_INET, m_octets.data() + kV4Offset, text, sizeof text);
    else
        inet_ntop(AF_INET6, m_octets.data(), text, sizeof text);
    return text;
}

Result<IpNetwork> IpNetwork::parse(std::string_view text) {
    const auto slash = text.find('/');
    CAUSEWAY_TRY(const auto address, IpAddress::parse(text.substr(0, slash)));
    if (slash == std::string_view::npos)
        return IpNetwork(address, address);

    const auto length = text.substr(slash + 1);
    const unsigned familyBits = address.isV4() ? 32 : 128;
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
    if (error != std::errc() || end != length.data() + length.size() || bits > familyBits)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("found \"{}\"; expected a prefix length of 0 to {} behind the slash",
                                text, familyBits));
    const unsigned prefixBits = bits + (128 - familyBits);
    auto first = address.octets();
    auto last = address.octets();
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = static_cast<std::uint8_t>(first[i] & ~hostMask(i, prefixBits));
        last[i] = static_cast<std::uint8_t>(last[i] | hostMask(i, prefixBits));
    }
    if (first != address.octets())
        return fail(ErrorKind::InvalidInput,
                    fmt::format("found \"{}\"; expected no bits behind the prefix: {}/{}", text,
                                IpAddress(first).serialize(), bits));
    return IpNetwork(IpAddress(first), IpAddress(last));
}

} // namespace causeway
