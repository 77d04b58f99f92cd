// SPDX-License-Identifier: Apache-2.0
// When a series of means made its step: the one moment that splits it best into a before and an
// after. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace causeway::link {

struct SeriesSample {
    double meanMs = 0;
    std::uint64_t count = 0; // what the mean is of; 0: a gap
};

// The index of the first sample after the step; nothing when the mean after it is not at least
// `leastMs` above the mean before it, or when there is no before.
[[nodiscard]] std::optional<std::size_t> stepIn(std::span<const SeriesSample> series,
                                                double leastMs);

} // namespace causeway::link
