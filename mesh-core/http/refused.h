// SPDX-License-Identifier: Apache-2.0
// What a peer did that its message, or its connection, was refused for: the kinds that are counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace causeway::http {

enum class Refused : std::uint8_t {
    NotHttp,    // bytes that are no HTTP where it was due
    StartLine,  // a request or status line that is none
    Field,      // a header line that is none, a folded one, a forbidden character
    Framing,    // lengths and codings that contradict each other or themselves
    BareLf,     // a line that ends in LF without CR
    Chunk,      // of a chunked body
    TooLarge,   // a head beyond its bounds
    Unasked,    // a response, or a change of protocol, that nobody asked for
    Pipelining, // more ahead of its turn than is kept
    Truncated,  // the connection ended in the middle of a message
    Malformed,  // an HTTP/2 message that is none
    Http2,      // HTTP/2's frames, compression or windows were broken
    Flood,      // HTTP/2 frames or streams that only make work
    SlowHead,
    SlowBody,
    SlowRead,
    Tls,         // a handshake that was none, or never ended
    ProxyHeader, // ahead of a connection from a load balancer
};
inline constexpr std::size_t kRefusedKinds = 18;

[[nodiscard]] constexpr std::string_view name(Refused kind) {
    constexpr std::array<std::string_view, kRefusedKinds> kNames{
        "not-http",   "start-line", "field",     "framing",   "bare-lf",  "chunk",
        "too-large",  "unasked",    "pipelining", "truncated", "malformed", "http2",
        "flood",      "slow-head",  "slow-body", "slow-read", "tls",
        "proxy-header"};
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace causeway::http
