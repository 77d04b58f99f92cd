// SPDX-License-Identifier: Apache-2.0
// Values as text for tables and as numbers for JSON. Unknown is "–" and null, never zero. Pure.
#pragma once

#include "base/clock.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace causeway::cli {

using Json = nlohmann::ordered_json;

[[nodiscard]] std::string formatMs(std::optional<double> us);          // "30.1 ms"
[[nodiscard]] std::string formatRate(std::optional<double> perSecond); // "12.3/s"
[[nodiscard]] std::string formatShare(std::optional<double> share);    // "99.70 %"
[[nodiscard]] std::string formatSpan(Duration span);                   // "3 d 4 h", "2 min 10 s", "1 h"
[[nodiscard]] std::string formatTime(WallTime time);                   // "2026-11-23T12:00:00Z"

[[nodiscard]] Json jsonMs(std::optional<double> us);        // milliseconds, to the microsecond
[[nodiscard]] Json jsonNumber(std::optional<double> value); // to six digits
[[nodiscard]] Json jsonTime(std::optional<WallTime> time);
[[nodiscard]] Json jsonText(const std::string& text); // null when empty

} // namespace causeway::cli
