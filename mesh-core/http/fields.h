// SPDX-License-Identifier: Apache-2.0
// What a header field may be made of (RFC 9110 section 5), and which fields are the codecs' own.
// Pure functions over views; nothing here allocates.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace causeway::http {

namespace detail {
enum : std::uint8_t { kToken = 1, kValue = 2, kTarget = 4 };
consteval std::array<std::uint8_t, 256> characterClasses() {
    std::array<std::uint8_t, 256> classes{};
    for (int c = 0; c < 256; ++c) {
        const bool alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const bool mark =
            std::string_view("!#$%&'*+-.^_`|~").find(char(c)) != std::string_view::npos;
        const auto at = static_cast<std::size_t>(c);
        if (c < 0x80 && (alphanumeric || mark))
            classes[at] |= kToken;
        if (c == '\t' || (c >= 0x20 && c != 0x7f))
            classes[at] |= kValue;
        if (c > 0x20 && c < 0x7f && c != '#')
            classes[at] |= kTarget;
    }
    return classes;
}
inline constexpr std::array<std::uint8_t, 256> kClasses = characterClasses();
consteval std::array<char, 256> lowerTokenChars() {
    std::array<char, 256> lowered{};
    for (std::size_t c = 0; c < lowered.size(); ++c)
        if ((kClasses[c] & kToken) != 0)
            lowered[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    return lowered;
}
inline constexpr std::array<char, 256> kLowerToken = lowerTokenChars();
[[nodiscard]] constexpr bool allOf(std::string_view text, std::uint8_t wanted) {
    for (const char c : text)
        if ((kClasses[static_cast<unsigned char>(c)] & wanted) == 0)
            return false;
    return true;
}
} // namespace detail

[[nodiscard]] constexpr bool isTokenChar(char c) {
    return (detail::kClasses[static_cast<unsigned char>(c)] & detail::kToken) != 0;
}
[[nodiscard]] constexpr bool isToken(std::string_view text) {
    return !text.empty() && detail::allOf(text, detail::kToken);
}
// What Upgrade may name: "websocket", "SPDY/3.1".
[[nodiscard]] constexpr bool isProtocolName(std::string_view text) {
    const auto slash = text.find('/');
    return isToken(text.substr(0, slash))
           && (slash == std::string_view::npos || isToken(text.substr(slash + 1)));
}
// No NUL, CR, LF or other control character but tab.
[[nodiscard]] constexpr bool isFieldValue(std::string_view text) {
    return detail::allOf(text, detail::kValue);
}
// How far a value goes: the offset of the first character that none may hold, or the text's length.
// Eight bytes at a time.
[[nodiscard]] inline std::size_t lengthOfFieldValue(std::string_view text) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::size_t at = 0;
    while (at + 8 <= text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        const std::uint64_t deletes = word ^ (kOnes * 0x7f);
        const std::uint64_t controls =
            ((word - kOnes * 0x20) & ~word) | ((deletes - kOnes) & ~deletes);
        const std::uint64_t found = controls & (kOnes * 0x80);
        if (found == 0) {
            at += 8;
            continue;
        }
        // The lowest byte that is marked is one; those above it may owe it their mark.
        at += static_cast<std::size_t>(std::countr_zero(found)) / 8;
        if (text[at] != '\t')
            return at;
        ++at;
    }
    while (at < text.size()
           && (detail::kClasses[static_cast<unsigned char>(text[at])] & detail::kValue) != 0)
        ++at;
    return at;
}
// Visible ASCII without '#': what may stand in a request line as target.
[[nodiscard]] constexpr bool isTarget(std::string_view text) {
    return !text.empty() && detail::allOf(text, detail::kTarget);
}

[[nodiscard]] constexpr char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
// Lower case of what may stand in a token; 0 for everything else.
[[nodiscard]] constexpr char lowerTokenChar(char c) {
    return detail::kLowerToken[static_cast<unsigned char>(c)];
}
[[nodiscard]] constexpr bool equalsIgnoreCase(std::string_view a, std::string_view b) {
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (toLower(a[i]) != toLower(b[i]))
            return false;
    return true;
}
// Without the spaces and tabs around it.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}
// Calls f with each trimmed, non-empty member of a comma-separated list.
template <typename F> constexpr void forEachMember(std::string_view list, F&& f) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto member = trim(list.substr(0, comma));
        if (!member.empty())
            f(member);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

// Decimal digits only: no sign, no space, no list, no overflow.
[[nodiscard]] constexpr std::optional<std::uint64_t> parseDecimal(std::string_view digits) {
    if (digits.empty() || digits.size() > 19)
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

// Fields that a codec reads and writes itself and that never travel in Headers. `name` is lower
// case. TE is not one of them when it says "trailers".
[[nodiscard]] constexpr bool isCodecField(std::string_view name) {
    switch (name.size()) {
    case 2:
        return name == "te";
    case 4:
        return name == "host";
    case 7:
        return name == "upgrade";
    case 10:
        return name == "connection" || name == "keep-alive";
    case 14:
        return name == "content-length";
    case 16:
        return name == "proxy-connection";
    case 17:
        return name == "transfer-encoding";
    default:
        return false;
    }
}
// What an encoder leaves out of Headers: names it would repeat, or that would break the message.
[[nodiscard]] constexpr bool mayTravel(std::string_view name, std::string_view value) {
    return !isCodecField(name) || (name.size() == 2 && value == "trailers");
}

} // namespace causeway::http
