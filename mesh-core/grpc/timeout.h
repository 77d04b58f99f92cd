// SPDX-License-Identifier: Apache-2.0
// The grpc-timeout header: at most eight digits and a unit. Pure.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace causeway::grpc {

// Longer than a Duration can hold becomes the longest Duration.
[[nodiscard]] Result<Duration> parseTimeout(std::string_view text);
// In the finest unit that fits eight digits, rounded up; a timeout already over is "0n".
[[nodiscard]] std::string serializeTimeout(Duration timeout);

} // namespace causeway::grpc
