// SPDX-License-Identifier: Apache-2.0
#include "base/protocol.h"

namespace causeway {

std::string_view name(Protocol protocol) {
    switch (protocol) {
    case Protocol::Http1: return "HTTP/1";
    case Protocol::Http2: return "HTTP/2";
    case Protocol::Grpc: return "gRPC";
    case Protocol::Opaque: return "opaque";
    case Protocol::Tls: return "TLS";
    case Protocol::Detect: return "detect";
    }
    return "unknown";
}

} // namespace causeway
