// SPDX-License-Identifier: Apache-2.0
// Wall time on the wire and back. Pure.
#pragma once

#include "base/clock.h"

#include <google/protobuf/timestamp.pb.h>

namespace causeway::control {

inline void setTime(google::protobuf::Timestamp& message, WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    message.set_seconds(seconds.time_since_epoch().count());
    message.set_nanos(static_cast<std::int32_t>((time - seconds).count()));
}

[[nodiscard]] inline WallTime timeOf(const google::protobuf::Timestamp& message) {
    return WallTime(std::chrono::seconds(message.seconds()) + Duration(message.nanos()));
}

} // namespace causeway::control
