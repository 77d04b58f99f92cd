// SPDX-License-Identifier: Apache-2.0
// HAProxy's "The PROXY protocol, versions 1 & 2", sections 2.1 and 2.2.
#include "net/proxy_header.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cstring>

namespace causeway::net {
namespace {

using Parsed = Result<std::optional<ProxyHeader>>;

constexpr std::string_view kSignature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::string_view kWord = "PROXY ";
constexpr std::size_t kMaxLine = 107; // with CR LF
constexpr std::size_t kHead = 16;     // of version 2, ahead of addresses
constexpr unsigned char kLocal = 0x20;
constexpr unsigned char kProxy = 0x21;
constexpr unsigned char kTlvSsl = 0x20;
constexpr unsigned char kTlvSslCommonName = 0x22;

Parsed refuse(const std::string& what) {
    return fail(ErrorKind::InvalidInput, "PROXY header: " + what);
}

std::optional<std::uint16_t> portOf(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool isPlain = text.size() == 1 || !text.starts_with('0');
    return error == std::errc() && end == text.data() + text.size() && isPlain ? std::optional(port)
                                                                               : std::nullopt;
}

// The next word; `line` begins behind the space that ends it.
std::string_view takeWord(std::string_view& line) {
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    line = space == line.npos ? std::string_view() : line.substr(space + 1);
    return word;
}

std::optional<Address> addressOf(std::string_view ip, std::string_view port, int family) {
    const auto number = portOf(port);
    if (!number || ip.find(std::string_view("\0", 1)) != ip.npos)
        return std::nullopt;
    auto address = Address::parseIp(ip, *number);
    return address && address->family() == family ? std::optional(*address) : std::nullopt;
}

// PROXY TCP4 192.0.2.7 10.0.0.1 51234 443 CR LF
Parsed parseLine(std::string_view text) {
    const std::size_t end = text.substr(0, kMaxLine).find('\n');
    if (end == text.npos)
        return text.size() < kMaxLine ? Parsed(std::nullopt)
                                      : refuse("a line longer than 107 bytes");
    if (end == 0 || text[end - 1] != '\r')
        return refuse("a line without CR at its end");
    ProxyHeader header{{}, {}, end + 1};
    std::string_view line = text.substr(kWord.size(), end - 1 - kWord.size());
    const std::string_view protocol = takeWord(line);
    if (protocol == "UNKNOWN")
        return header;
    if (protocol != "TCP4" && protocol != "TCP6")
        return refuse("found \"" + std::string(protocol) + "\"; expected TCP4, TCP6 or UNKNOWN");
    const int family = protocol == "TCP4" ? AF_INET : AF_INET6;
    const std::string_view source = takeWord(line), destination = takeWord(line);
    const std::string_view sourcePort = takeWord(line);
    header.source = addressOf(source, sourcePort, family);
    header.destination = addressOf(destination, line, family);
    if (!header.source || !header.destination)
        return refuse("expected two addresses of " + std::string(protocol) + " and two ports");
    return header;
}

std::uint16_t wordAt(ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

// Type, length, value, to the end.
bool areTlvs(ByteView bytes) {
    while (!bytes.empty()) {
        if (bytes.size() < 3 || bytes.size() - 3 < wordAt(bytes, 1))
            return false;
        bytes = bytes.subspan(3U + wordAt(bytes, 1));
    }
    return true;
}

Address ipv4At(ByteView bytes, std::size_t ip, std::size_t port) {
    sockaddr_storage native{};
    auto& in = reinterpret_cast<sockaddr_in&>(native);
    in.sin_family = AF_INET;
    std::memcpy(&in.sin_addr, bytes.data() + ip, sizeof in.sin_addr);
    in.sin_port = htons(wordAt(bytes, port));
    return Address::fromNative(native, sizeof in);
}

Address ipv6At(ByteView bytes, std::size_t ip, std::size_t port) {
    sockaddr_storage native{};
    auto& in = reinterpret_cast<sockaddr_in6&>(native);
    in.sin6_family = AF_INET6;
    std::memcpy(&in.sin6_addr, bytes.data() + ip, sizeof in.sin6_addr);
    in.sin6_port = htons(wordAt(bytes, port));
    return Address::fromNative(native, sizeof in);
}

Parsed parseBinary(ByteView bytes) {
    if (bytes.size() < kHead)
        return std::nullopt;
    const unsigned char command = bytes[12];
    if (command != kLocal && command != kProxy)
        return refuse("found a version and command that are none of version 2");
    const std::size_t size = kHead + wordAt(bytes, 14);
    if (size > kMaxProxyHeader)
        return refuse("one of " + std::to_string(size) + " bytes; at most "
                      + std::to_string(kMaxProxyHeader) + " are read");
    if (bytes.size() < size)
        return std::nullopt;
    ProxyHeader header{{}, {}, size};
    const unsigned char family = bytes[13] >> 4U, transport = bytes[13] & 0xfU;
    if (family > 3 || transport > 2)
        return refuse("found an address family or transport that is none of version 2");
    constexpr std::array<std::size_t, 4> kAddresses{0, 12, 36, 216}; // by family
    const ByteView rest = bytes.subspan(kHead, size - kHead);
    if (rest.size() < kAddresses[family])
        return refuse("shorter than its addresses");
    if (!areTlvs(rest.subspan(kAddresses[family])))
        return refuse("extensions that do not end where it ends");
    if (command == kLocal || transport != 1)
        return header;
    if (family == 1) {
        header.source = ipv4At(rest, 0, 8);
        header.destination = ipv4At(rest, 4, 10);
    } else if (family == 2) {
        header.source = ipv6At(rest, 0, 32);
        header.destination = ipv6At(rest, 16, 34);
    }
    return header;
}

std::string serializeLine(const Address& source, const Address& destination) {
    if (source.family() != destination.family() || source.isUnix())
        return "PROXY UNKNOWN\r\n";
    return std::string(kWord) + (source.family() == AF_INET ? "TCP4 " : "TCP6 ") + source.ip() + " "
           + destination.ip() + " " + std::to_string(source.port()) + " "
           + std::to_string(destination.port()) + "\r\n";
}

void appendWord(std::string& out, std::size_t value) {
    out += static_cast<char>(value >> 8U & 0xffU);
    out += static_cast<char>(value & 0xffU);
}

std::string addressesOf(const Address& source, const Address& destination) {
    std::string out;
    for (const Address* each : {&source, &destination}) {
        if (source.family() == AF_INET) {
            const auto& in = *reinterpret_cast<const sockaddr_in*>(each->native());
            out.append(reinterpret_cast<const char*>(&in.sin_addr), sizeof in.sin_addr);
        } else {
            const auto& in = *reinterpret_cast<const sockaddr_in6*>(each->native());
            out.append(reinterpret_cast<const char*>(&in.sin6_addr), sizeof in.sin6_addr);
        }
    }
    appendWord(out, source.port());
    appendWord(out, destination.port());
    return out;
}

// Section 2.2.6: over TLS, with a certificate, which was verified; and whose it is.
std::string sslOf(std::string_view identity) {
    std::string value("\x07\0\0\0\0", 5);
    value += static_cast<char>(kTlvSslCommonName);
    appendWord(value, identity.size());
    value += identity;
    std::string out(1, static_cast<char>(kTlvSsl));
    appendWord(out, value.size());
    return out + value;
}

} // namespace

Result<std::optional<ProxyHeader>> parseProxyHeader(ByteView bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto begins = [&](std::string_view whole) {
        return text.substr(0, whole.size()) == whole.substr(0, text.size());
    };
    if (begins(kSignature))
        return text.size() < kSignature.size() ? Parsed(std::nullopt) : parseBinary(bytes);
    if (begins(kWord))
        return text.size() < kWord.size() ? Parsed(std::nullopt) : parseLine(text);
    return refuse("found other bytes");
}

std::string serializeProxyHeader(ProxyHeaderVersion version, const Address& source,
                                 const Address& destination, std::string_view identity) {
    if (version == ProxyHeaderVersion::V1)
        return serializeLine(source, destination);
    const bool known = source.family() == destination.family() && !source.isUnix();
    std::string rest = known ? addressesOf(source, destination) : std::string();
    if (!identity.empty() && identity.size() <= 1024)
        rest += sslOf(identity);
    std::string out(kSignature);
    out += static_cast<char>(kProxy);
    out += static_cast<char>(!known ? 0 : source.family() == AF_INET ? 0x11 : 0x21);
    appendWord(out, rest.size());
    return out + rest;
}

} // namespace causeway::net
