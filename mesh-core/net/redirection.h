// SPDX-License-Identifier: Apache-2.0
// The nftables rules that lead a workload's connections through its proxy, as text: redirects that
// keep the original destination, for IPv4 and IPv6 alike, and what is left alone. Pure; whoever
// applies it needs the right to (bin/causeway_init.cpp).
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::net {

struct PortRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;

    bool operator==(const PortRange&) const = default;
};

struct Redirection {
    std::uint16_t inboundPort = 4143;
    std::uint16_t outboundPort = 4140;
    std::uint32_t proxyUser = 2102;                   // whose own connections are left alone
    std::vector<PortRange> skipInbound{{4567, 4568}}; // besides the proxy's own ports
    std::vector<PortRange> skipOutbound{{4567, 4568}};
    std::uint16_t adminPort = 4191;
};

// "4567,8000-8100"; empty is none.
[[nodiscard]] Result<std::vector<PortRange>> parsePortRanges(std::string_view text);

// Replaces what an earlier call has installed, in one transaction.
[[nodiscard]] std::string installRules(const Redirection& redirection);
// Also fine when nothing is installed.
[[nodiscard]] std::string removeRules();

} // namespace causeway::net
