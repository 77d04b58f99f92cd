// SPDX-License-Identifier: Apache-2.0
#include "lab/emulator/emulator.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace causeway::lab {
namespace {

using nlohmann::json;

json toJson(const WirePlan& wire) {
    const auto& properties = wire.properties;
    return {{"from", wire.from},
            {"to", wire.to},
            {"delay_ns", properties.delay.count()},
            {"jitter_ns", properties.jitter.count()},
            {"loss", properties.loss},
            {"bits_per_second", properties.bitsPerSecond},
            {"hops", properties.hops}};
}

WirePlan wireOf(const json& value) {
    WirePlan wire{value.at("from"), value.at("to"), {}};
    wire.properties.delay = Duration(value.at("delay_ns").get<Duration::rep>());
    wire.properties.jitter = Duration(value.at("jitter_ns").get<Duration::rep>());
    wire.properties.loss = value.at("loss");
    wire.properties.bitsPerSecond = value.at("bits_per_second");
    wire.properties.hops = value.at("hops");
    return wire;
}

// nlohmann throws on whatever is not as it should be; here that becomes an Error.
template <typename Reader>
auto parsed(std::string_view line, Reader reader) -> Result<decltype(reader(json()))> {
    try {
        return reader(json::parse(line));
    } catch (const json::exception& error) {
        return fail(ErrorKind::InvalidInput, fmt::format("emulator: {}: {}", error.what(), line));
    }
}

} // namespace

std::string serialize(const WirePlan& wire) {
    return toJson(wire).dump() + '\n';
}

Result<WirePlan> parseWirePlan(std::string_view line) {
    return parsed(line, wireOf);
}

std::string serialize(const EmulatorPlan& plan) {
    json clusters = json::array();
    for (const auto& cluster : plan.clusters)
        clusters.push_back(
            {{"name", cluster.name}, {"device", cluster.device}, {"network", cluster.network}});
    json wires = json::array();
    for (const auto& wire : plan.wires)
        wires.push_back(toJson(wire));
    return json{{"seed", plan.seed}, {"clusters", clusters}, {"wires", wires}}.dump() + '\n';
}

Result<EmulatorPlan> parseEmulatorPlan(std::string_view line) {
    return parsed(line, [](const json& value) {
        EmulatorPlan plan;
        plan.seed = value.at("seed");
        for (const auto& cluster : value.at("clusters"))
            plan.clusters.push_back(
                {cluster.at("name"), cluster.at("device"), cluster.at("network")});
        for (const auto& wire : value.at("wires"))
            plan.wires.push_back(wireOf(wire));
        return plan;
    });
}

} // namespace causeway::lab
