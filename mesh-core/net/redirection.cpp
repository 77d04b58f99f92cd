// SPDX-License-Identifier: Apache-2.0
#include "net/redirection.h"

#include <charconv>

namespace causeway::net {
namespace {

std::string setOf(std::vector<PortRange> ranges, std::initializer_list<std::uint16_t> own) {
    for (const std::uint16_t port : own)
        ranges.push_back({port, port});
    std::string text;
    for (const PortRange& each : ranges) {
        text += text.empty() ? "{ " : ", ";
        text += std::to_string(each.first);
        if (each.last != each.first)
            text += "-" + std::to_string(each.last);
    }
    return text + " }";
}

bool readPort(std::string_view text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port != 0;
}

} // namespace

Result<std::vector<PortRange>> parsePortRanges(std::string_view text) {
    std::vector<PortRange> ranges;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view item = text.substr(0, comma);
        const std::size_t dash = item.find('-');
        PortRange range;
        const bool good = readPort(item.substr(0, dash), range.first)
                          && readPort(dash == item.npos ? item : item.substr(dash + 1), range.last)
                          && range.first <= range.last;
        if (!good)
            return fail(ErrorKind::InvalidInput, "found ports \"" + std::string(item)
                                                     + "\"; expected numbers from 1 to 65535 and "
                                                       "ranges, like 4567,8000-8100");
        ranges.push_back(range);
        text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
    return ranges;
}

std::string removeRules() {
    // Declaring it first makes the deletion fine when it is not there.
    return "table inet causeway {}\ndelete table inet causeway\n";
}

std::string installRules(const Redirection& redirection) {
    const auto& r = redirection;
    return removeRules() + "table inet causeway {\n"
           + "  chain inbound {\n"
             "    type nat hook prerouting priority dstnat; policy accept;\n"
             "    tcp dport "
           + setOf(r.skipInbound, {r.inboundPort, r.outboundPort, r.adminPort})
           + " return\n"
             "    meta l4proto tcp redirect to :"
           + std::to_string(r.inboundPort)
           + "\n  }\n"
             "  chain outbound {\n"
             "    type nat hook output priority -100; policy accept;\n"
             "    oifname \"lo\" return\n"
             "    meta skuid "
           + std::to_string(r.proxyUser) + " return\n"
           + (r.skipOutbound.empty() ? std::string()
                                     : "    tcp dport " + setOf(r.skipOutbound, {}) + " return\n")
           + "    meta l4proto tcp redirect to :" + std::to_string(r.outboundPort)
           + "\n  }\n"
             "}\n";
}

} // namespace causeway::net
