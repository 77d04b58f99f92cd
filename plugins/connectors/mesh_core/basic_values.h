// SPDX-License-Identifier: GPL-3.0-or-later
// Text, time and protocol of mesh-core as the console's. Pure.
#pragma once

#include "base/clock.h"
#include "base/protocol.h"
#include "domain/inventory.h"

#include <QString>

#include <string>

namespace causeway::app::mesh_core {

[[nodiscard]] inline QString toText(const std::string& text) {
    return QString::fromStdString(text);
}
[[nodiscard]] inline domain::Instant toInstant(WallTime at) {
    return std::chrono::round<domain::Milliseconds>(at);
}
[[nodiscard]] inline WallTime toWallTime(domain::Instant at) {
    return WallTime(std::chrono::duration_cast<Duration>(at.time_since_epoch()));
}
[[nodiscard]] inline domain::Protocol toProtocol(Protocol protocol) {
    switch (protocol) {
    case Protocol::Http1:
        return domain::Protocol::Http1;
    case Protocol::Http2:
        return domain::Protocol::Http2;
    case Protocol::Grpc:
        return domain::Protocol::Grpc;
    case Protocol::Opaque:
        return domain::Protocol::Opaque;
    case Protocol::Tls:
        return domain::Protocol::Tls;
    case Protocol::Detect:
        break;
    }
    return domain::Protocol::Unknown;
}

} // namespace causeway::app::mesh_core
