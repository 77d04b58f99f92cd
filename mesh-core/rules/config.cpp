// SPDX-License-Identifier: Apache-2.0
#include "rules/config.h"

#include <array>

namespace causeway::rules {

std::string ResourceName::describe() const {
    constexpr std::array<const char*, 6> kWords{"proxy settings", "trust bundle",
                                                "inbound server", "outbound routes",
                                                "endpoints",      "gateway exports"};
    std::string text = kWords[static_cast<std::size_t>(kind) - 1];
    return name.empty() ? text : text + " " + name;
}

// Resource's alternatives stand in the order of the kinds.
ResourceName::Kind kindOf(const Resource& resource) {
    static_assert(std::variant_size_v<Resource> == 6);
    return static_cast<ResourceName::Kind>(resource.index() + 1);
}

} // namespace causeway::rules
