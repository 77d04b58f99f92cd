// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/workload_orders.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace causeway::lab {

using nlohmann::json;

std::string serialize(const WorkloadOrder& order) {
    return json{
        {"workload", order.workload}, {"errors", order.errors}, {"delay_ns", order.delay.count()}}
        .dump();
}

Result<WorkloadCommand> parseWorkloadCommand(std::string_view line) {
    if (line == kStartLoad || line == kStopLoad)
        return WorkloadCommand(std::string(line));
    try {
        const auto value = json::parse(line);
        return WorkloadCommand(WorkloadOrder{value.at("workload"), value.at("errors"),
                                             Duration(value.at("delay_ns").get<Duration::rep>())});
    } catch (const json::exception& error) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("not an order: {}: {}", line, error.what()));
    }
}

} // namespace causeway::lab
