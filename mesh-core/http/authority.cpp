// SPDX-License-Identifier: Apache-2.0
#include "http/authority.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

#include <array>

namespace causeway::http {

namespace {

constexpr std::size_t kMaxHost = 255;

// reg-name and IPv4 (RFC 3986): unreserved, sub-delims and percent escapes. Comma is left out: it
// joins repeated headers, so a name with one is more likely two.
constexpr auto kHostChars = [] {
    std::array<bool, 256> table{};
    for (const unsigned char c : std::string_view("-._~!$&'()*+;=%0123456789"
                                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                  "abcdefghijklmnopqrstuvwxyz"))
        table[c] = true;
    return table;
}();
bool isHostChar(char c) {
    return kHostChars[static_cast<unsigned char>(c)];
}
bool isIpv6Char(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':'
           || c == '.';
}
template <typename Predicate> bool allOf(std::string_view text, Predicate predicate) {
    for (const char c : text)
        if (!predicate(c))
            return false;
    return true;
}

tl::unexpected<Error> refuse(std::string_view what, std::string_view text) {
    return fail(ErrorKind::InvalidInput,
                fmt::format("{} in the authority \"{}\": expected host or host:port", what,
                            isFieldValue(text) ? text.substr(0, kMaxHost) : "(unprintable)"));
}

} // namespace

Result<Authority> parseAuthority(std::string_view text) {
    Authority authority;
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos)
            return refuse("no closing bracket", text);
        authority.host = text.substr(1, close - 1);
        authority.ipv6 = true;
        rest = text.substr(close + 1);
        if (authority.host.find(':') == std::string_view::npos
            || !allOf(authority.host, isIpv6Char))
            return refuse("no IPv6 address between the brackets", text);
    } else {
        const auto colon = text.find(':');
        authority.host = text.substr(0, colon);
        rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
        if (authority.host.empty())
            return refuse("no host", text);
        if (!allOf(authority.host, isHostChar))
            return refuse("a character that no host has", text);
    }
    if (authority.host.size() > kMaxHost)
        return refuse("a host of more than 255 characters", text);
    if (rest.empty())
        return authority;
    const auto port = parseDecimal(rest.substr(1));
    if (rest.front() != ':' || !port || *port == 0 || *port > 65'535)
        return refuse("no port of 1 to 65535", text);
    authority.port = static_cast<std::uint16_t>(*port);
    return authority;
}

std::string serialize(const Authority& authority) {
    std::string text =
        authority.ipv6 ? fmt::format("[{}]", authority.host) : std::string(authority.host);
    if (authority.port)
        text.append(":").append(std::to_string(*authority.port));
    return text;
}

} // namespace causeway::http
