// SPDX-License-Identifier: Apache-2.0
#include "profile/convert.h"

#include <algorithm>

namespace causeway::profile {

std::string_view name(Fate fate) {
    constexpr std::string_view kNames[] = {"exact", "changed", "lost"};
    return kNames[static_cast<std::size_t>(fate)];
}

bool Conversion::has(Fate fate) const {
    return std::ranges::any_of(report, [&](const Carried& item) { return item.fate == fate; });
}

} // namespace causeway::profile
