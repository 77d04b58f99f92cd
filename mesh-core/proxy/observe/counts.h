// SPDX-License-Identifier: Apache-2.0
// How much was told of single requests, and how much was let go. A value.
#pragma once

#include <cstddef>
#include <cstdint>

namespace causeway::proxy {

struct WatchCounts {
    std::uint64_t logWritten = 0;
    std::uint64_t logDropped = 0;
    std::uint64_t spansSent = 0;
    std::uint64_t spansDropped = 0;
    std::size_t taps = 0; // under way
};

} // namespace causeway::proxy
