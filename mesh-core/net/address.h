// SPDX-License-Identifier: Apache-2.0
// Where a socket is: IPv4, IPv6 or a Unix path. A value; any thread. Never resolves names.
#pragma once

#include "base/result.h"

#include <sys/socket.h>

#include <string>
#include <string_view>

namespace causeway::net {

class Address {
public:
    // "10.0.0.1:80", "[fd00::1]:80", "unix:/run/x.sock". The port must be there; 0 asks for any.
    [[nodiscard]] static Result<Address> parse(std::string_view text);
    // "10.0.0.1" or "fd00::1".
    [[nodiscard]] static Result<Address> parseIp(std::string_view ip, std::uint16_t port);
    [[nodiscard]] static Address fromNative(const sockaddr_storage& native, socklen_t size);

    [[nodiscard]] bool isUnix() const { return family() == AF_UNIX; }
    [[nodiscard]] int family() const { return m_native.ss_family; }
    [[nodiscard]] std::uint16_t port() const; // 0 for a Unix path
    [[nodiscard]] std::string ip() const;     // empty for a Unix path
    [[nodiscard]] std::string path() const;   // empty for an IP address
    [[nodiscard]] std::string text() const;   // what parse() takes
    [[nodiscard]] Address withPort(std::uint16_t port) const;
    [[nodiscard]] const sockaddr* native() const {
        return reinterpret_cast<const sockaddr*>(&m_native);
    }
    [[nodiscard]] socklen_t nativeSize() const { return m_size; }

private:
    Address() = default;

    sockaddr_storage m_native{};
    socklen_t m_size = 0;
};

} // namespace causeway::net
