// SPDX-License-Identifier: Apache-2.0
// "host:port" as it stands in Host and :authority. A view of the text it was parsed from; pure.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace causeway::http {

struct Authority {
    std::string_view host; // as written; an IPv6 address without its brackets
    std::optional<std::uint16_t> port;
    bool ipv6 = false;

    [[nodiscard]] std::uint16_t portOr(std::uint16_t standard) const {
        return port.value_or(standard);
    }
};

// Refuses user information, an empty host, and ports outside 1…65535.
[[nodiscard]] Result<Authority> parseAuthority(std::string_view text);
// With brackets around IPv6, and the port when there is one.
[[nodiscard]] std::string serialize(const Authority& authority);

} // namespace causeway::http
