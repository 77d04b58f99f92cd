// SPDX-License-Identifier: Apache-2.0
// What a segment of a path looks like on its own. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace causeway::recording {

enum class Likeness : std::uint8_t { Word, PerhapsId, Id };
[[nodiscard]] Likeness likenessOf(std::string_view segment);

// 36 hexadecimal digits and dashes, as UUIDs have them.
[[nodiscard]] bool isUuid(std::string_view text);

} // namespace causeway::recording
