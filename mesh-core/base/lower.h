// SPDX-License-Identifier: Apache-2.0
// ASCII letters as small ones: names of kinds and headers, which count alike in any case. Pure.
#pragma once

#include <string>
#include <string_view>

namespace causeway {

[[nodiscard]] inline std::string lowerOf(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lowered;
}

} // namespace causeway
