// SPDX-License-Identifier: Apache-2.0
// Numbers with their units, in English sentences. Pure.
#pragma once

#include "base/clock.h"

#include <string>

namespace causeway::link::units {

[[nodiscard]] std::string ms(double milliseconds); // "4.2 ms", "38 ms"
[[nodiscard]] std::string percent(double share);   // "97 %" of 0.97
[[nodiscard]] std::string time(WallTime time);     // "2026-11-23T12:00:00Z"
[[nodiscard]] std::string span(Duration span);     // "3 d", "4 h", "12 min", "5 s"

} // namespace causeway::link::units
