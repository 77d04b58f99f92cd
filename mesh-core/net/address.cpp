// SPDX-License-Identifier: Apache-2.0
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>

namespace causeway::net {
namespace {

constexpr std::string_view kUnix = "unix:";

std::optional<std::uint16_t> parsePort(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

} // namespace

Result<Address> Address::parse(std::string_view text) {
    if (text.starts_with(kUnix)) {
        const std::string_view path = text.substr(kUnix.size());
        Address address;
        auto* un = reinterpret_cast<sockaddr_un*>(&address.m_native);
        if (path.empty() || path.size() >= sizeof un->sun_path)
            return fail(ErrorKind::InvalidInput, "the path of \"" + std::string(text) + "\" has "
                                                     + std::to_string(path.size())
                                                     + " characters; expected 1 to "
                                                     + std::to_string(sizeof un->sun_path - 1));
        un->sun_family = AF_UNIX;
        std::memcpy(un->sun_path, path.data(), path.size());
        address.m_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
        return address;
    }
    const std::size_t colon = text.rfind(':');
    const auto port = colon == text.npos ? std::nullopt : parsePort(text.substr(colon + 1));
    std::string_view ip = text.substr(0, std::min(colon, text.size()));
    const bool bracketed = ip.size() > 2 && ip.front() == '[' && ip.back() == ']';
    if (bracketed)
        ip = ip.substr(1, ip.size() - 2);
    if (port && bracketed == (ip.find(':') != ip.npos))
        if (auto address = parseIp(ip, *port))
            return address;
    return fail(ErrorKind::InvalidInput, "found address \"" + std::string(text)
                                             + "\"; expected IP:PORT, [IPV6]:PORT or unix:PATH");
}

Result<Address> Address::parseIp(std::string_view ip, std::uint16_t port) {
    const std::string text(ip);
    Address address;
    auto* in4 = reinterpret_cast<sockaddr_in*>(&address.m_native);
    auto* in6 = reinterpret_cast<sockaddr_in6*>(&address.m_native);
    if (inet_pton(AF_INET, text.c_str(), &in4->sin_addr) == 1) {
        in4->sin_family = AF_INET;
        in4->sin_port = htons(port);
        address.m_size = sizeof *in4;
        return address;
    }
    if (inet_pton(AF_INET6, text.c_str(), &in6->sin6_addr) == 1) {
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(port);
        address.m_size = sizeof *in6;
        return address;
    }
    return fail(ErrorKind::InvalidInput, "found \"" + text + "\"; expected an IP address");
}

Address Address::fromNative(const sockaddr_storage& native, socklen_t size) {
    Address address;
    address.m_native = native;
    address.m_size = size;
    return address;
}

std::uint16_t Address::port() const {
    if (family() == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in*>(&m_native)->sin_port);
    if (family() == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6*>(&m_native)->sin6_port);
    return 0;
}

std::string Address::ip() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (family() == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&m_native)->sin_addr, text,
                  sizeof text);
    else if (family() == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&m_native)->sin6_addr, text,
                  sizeof text);
    return text;
}

std::string Address::path() const {
    if (!isUnix() || m_size <= offsetof(sockaddr_un, sun_path))
        return {};
    return reinterpret_cast<const sockaddr_un*>(&m_native)->sun_path;
}

std::string Address::text() const {
    if (isUnix())
        return std::string(kUnix) + path();
    const std::string host = family() == AF_INET6 ? "[" + ip() + "]" : ip();
    return host + ":" + std::to_string(port());
}

Address Address::withPort(std::uint16_t port) const {
    Address other = *this;
    if (family() == AF_INET)
        reinterpret_cast<sockaddr_in*>(&other.m_native)->sin_port = htons(port);
    else if (family() == AF_INET6)
        reinterpret_cast<sockaddr_in6*>(&other.m_native)->sin6_port = htons(port);
    return other;
}

} // namespace causeway::net
