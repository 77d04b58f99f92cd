// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/lab_state.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace causeway::lab {
namespace {

using nlohmann::json;

json toJson(const ProcessId& id) {
    if (id.pid < 0)
        return nullptr;
    return {{"pid", id.pid}, {"start_time", id.startTime}};
}

ProcessId idOf(const json& value) {
    if (value.is_null())
        return {};
    return {value.at("pid").get<pid_t>(), value.at("start_time").get<std::uint64_t>()};
}

json toJson(const ProcessState& process) {
    return {{"name", process.name},       {"kind", process.kind},
            {"cluster", process.cluster}, {"process", toJson(process.id)},
            {"state", process.state},     {"restarts", process.restarts}};
}

ProcessState processOf(const json& value) {
    return {value.at("name"),          value.at("kind"),  value.at("cluster"),
            idOf(value.at("process")), value.at("state"), value.at("restarts")};
}

} // namespace

std::vector<ProcessState> LabState::survivors() const {
    std::vector<ProcessState> alive;
    for (const auto& process : processes)
        if (process.id.pid > 0 && process.id.alive())
            alive.push_back(process);
    return alive;
}

std::string serialize(const LabState& state) {
    json processes = json::array();
    for (const auto& process : state.processes)
        processes.push_back(toJson(process));
    const json all{{"fleet", state.fleet},
                   {"supervisor", toJson(state.supervisor)},
                   {"phase", state.phase},
                   {"network", state.network},
                   {"network_note", state.networkNote},
                   {"processes", processes},
                   {"faults", state.faults}};
    return all.dump(2) + '\n';
}

Result<LabState> parseLabState(std::string_view text) {
    try {
        const auto all = json::parse(text);
        LabState state{all.at("fleet"),   idOf(all.at("supervisor")), all.at("phase"),
                       all.at("network"), all.at("network_note"),     {},
                       all.at("faults")};
        for (const auto& process : all.at("processes"))
            state.processes.push_back(processOf(process));
        return state;
    } catch (const json::exception& error) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("not the state of a lab: {}", error.what()));
    }
}

} // namespace causeway::lab
