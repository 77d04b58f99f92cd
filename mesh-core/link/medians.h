// SPDX-License-Identifier: Apache-2.0
// Middles of values, which a few wild ones do not move. Pure; of at least one value.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace causeway::link {

// A standard deviation of a normal distribution, in median deviations.
inline constexpr double kSigmaOfDeviation = 1.4826;

[[nodiscard]] inline double medianOf(std::vector<double> values) {
    const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
    const auto middle = values.begin() + half;
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

// Median of the distances from `median`.
[[nodiscard]] inline double medianDeviationOf(std::vector<double> values, double median) {
    for (double& each : values)
        each = std::abs(each - median);
    return medianOf(std::move(values));
}

} // namespace causeway::link
