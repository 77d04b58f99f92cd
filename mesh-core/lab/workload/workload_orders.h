// SPDX-License-Identifier: Apache-2.0
// What supervisor and workload processes tell each other, a line each. Pure.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <variant>

namespace causeway::lab {

// From the process.
inline constexpr std::string_view kWorkloadsListen = "listening";
inline constexpr std::string_view kWorkloadsFlow =
    "flowing"; // all that begins here has succeeded once
inline constexpr std::string_view kWorkloadsQuiet = "quiet"; // nothing begins, nothing is under way

// To the process.
inline constexpr std::string_view kStartLoad = "start";
inline constexpr std::string_view kStopLoad = "stop";

// How one application misbehaves from now on; zeros: not at all.
struct WorkloadOrder {
    std::string workload;
    double errors = 0;
    Duration delay{};
};

using WorkloadCommand =
    std::variant<std::string, WorkloadOrder>; // kStartLoad or kStopLoad, an order

[[nodiscard]] std::string serialize(const WorkloadOrder& order);
[[nodiscard]] Result<WorkloadCommand> parseWorkloadCommand(std::string_view line);

} // namespace causeway::lab
