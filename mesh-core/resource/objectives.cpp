// SPDX-License-Identifier: Apache-2.0
#include "resource/objectives.h"

#include <charconv>

namespace causeway::resource {
namespace {

constexpr std::string_view kPrefix = "slo.causeway.dev/";
constexpr std::string_view kIn = " in ";

} // namespace

std::optional<double> parseObjective(std::string_view text) {
    if (!text.ends_with('%'))
        return std::nullopt;
    text.remove_suffix(1);
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc() || end != text.data() + text.size() || !(percent >= 1)
        || !(percent <= 99.9999))
        return std::nullopt;
    return percent / 100;
}

std::optional<LatencyObjective> parseLatencyObjective(std::string_view text) {
    const auto at = text.find(kIn);
    if (at == text.npos)
        return std::nullopt;
    const auto share = parseObjective(text.substr(0, at));
    const auto within = parseWholeDuration(text.substr(at + kIn.size()));
    if (!share || !within || *within < std::chrono::milliseconds(1)
        || *within > std::chrono::seconds(60))
        return std::nullopt;
    return LatencyObjective{*share, std::chrono::duration_cast<std::chrono::milliseconds>(*within)};
}

Objectives readObjectives(const Annotations& annotations,
                          std::vector<AnnotationProblem>& problems) {
    Objectives objectives;
    const auto keep = [&](const std::string& name, auto& into, auto read, const char* expected) {
        into = read;
        if (!into)
            problems.push_back({name, expected});
    };
    for (const auto& [name, value] : annotations) {
        if (!name.starts_with(kPrefix))
            continue;
        const auto what = std::string_view(name).substr(kPrefix.size());
        if (what == "success")
            keep(name, objectives.success, parseObjective(value),
                 "a share of requests from 1% to 99.9999%, as \"99.9%\"");
        else if (what == "latency")
            keep(name, objectives.latency, parseLatencyObjective(value),
                 "a share and a time of 1ms to 60s, as \"99% in 50ms\"");
        else
            problems.push_back({name, "slo.causeway.dev/success or slo.causeway.dev/latency"});
    }
    return objectives;
}

} // namespace causeway::resource
