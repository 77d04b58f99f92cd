// SPDX-License-Identifier: Apache-2.0
// A range of HTTP statuses, both ends included: what annotations, profiles and rules say about
// responses. A value; pure.
#pragma once

#include <cstdint>

namespace causeway {

struct StatusRange {
    std::uint16_t min = 100;
    std::uint16_t max = 599;

    [[nodiscard]] bool contains(int status) const { return status >= min && status <= max; }
    bool operator==(const StatusRange&) const = default;
};

} // namespace causeway
