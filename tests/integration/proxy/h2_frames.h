// SPDX-License-Identifier: Apache-2.0
// HTTP/2 frames as raw bytes, for peers that break the protocol.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace h2 {

inline constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
enum Type : char { kData, kHeaders, kPriority, kReset, kSettings, kPush, kPing, kGoaway, kWindow, kContinuation };

inline std::string frame(Type type, int flags, std::uint32_t id, std::string_view payload = {}) {
    std::string bytes;
    for (const int shift : {16, 8, 0})
        bytes.push_back(static_cast<char>(payload.size() >> shift));
    bytes.push_back(type);
    bytes.push_back(static_cast<char>(flags));
    for (const int shift : {24, 16, 8, 0})
        bytes.push_back(static_cast<char>(id >> shift));
    return bytes.append(payload);
}

// A field with a literal name and value, not indexed; both shorter than 127 bytes.
inline std::string field(std::string_view name, std::string_view value) {
    std::string bytes(1, '\0');
    for (const std::string_view text : {name, value})
        bytes.append(1, static_cast<char>(text.size())).append(text);
    return bytes;
}
// GET / of authority "a", from HPACK's static table.
inline std::string get() { return std::string("\x82\x86\x84\x01\x01\x61", 6); }
inline std::string get(std::uint32_t id) { return frame(kHeaders, 5, id, get()); }
inline std::string hello() { return std::string(kPreface) + frame(kSettings, 0, 0); }

// The error code of the first frame of that type, GOAWAY or RST_STREAM; -1: there is none.
inline int codeOf(const std::string& bytes, Type type) {
    const auto byte = [&](std::size_t i) { return int(static_cast<unsigned char>(bytes[i])); };
    for (std::size_t at = 0; at + 9 <= bytes.size();) {
        const auto size = std::size_t(byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2));
        if (bytes[at + 3] == type && at + 9 + size <= bytes.size())
            return byte(at + 8 + (type == kGoaway ? 8 : 4));
        at += 9 + size;
    }
    return -1;
}

} // namespace h2
