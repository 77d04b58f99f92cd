// SPDX-License-Identifier: Apache-2.0
// Bytes as lower-case hex digits, and back. Pure.
#pragma once

#include "base/bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace causeway {

[[nodiscard]] std::string hexOf(ByteView bytes);
// Nothing unless it is an even number of hex digits.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> bytesOfHex(std::string_view text);

} // namespace causeway
