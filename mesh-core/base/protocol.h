// SPDX-License-Identifier: Apache-2.0
// What is spoken on a port or an edge. Values are those of causeway.v1.Protocol.
#pragma once

#include <cstdint>
#include <string_view>

namespace causeway {

enum class Protocol : std::uint8_t {
    Http1 = 1,
    Http2 = 2,
    Grpc = 3,
    Opaque = 4,
    Tls = 5,
    Detect = 6, // in configuration only, never in a report
};

// "HTTP/1", "HTTP/2", "gRPC", "opaque", "TLS", "detect"
[[nodiscard]] std::string_view name(Protocol protocol);

} // namespace causeway
