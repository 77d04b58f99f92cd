// SPDX-License-Identifier: Apache-2.0
// What a Link's annotations promise of the requests that cross it:
//   slo.causeway.dev/success: "99.9%"          so many succeed
//   slo.causeway.dev/latency: "99% in 50ms"    so many are answered in no more than so long
// Pure.
#pragma once

#include "resource/traffic_annotations.h"

#include <chrono>
#include <optional>

namespace causeway::resource {

struct LatencyObjective {
    double share = 0; // of requests, below 1
    std::chrono::milliseconds within{};

    bool operator==(const LatencyObjective&) const = default;
};

struct Objectives {
    std::optional<double> success; // share of requests, below 1
    std::optional<LatencyObjective> latency;

    bool operator==(const Objectives&) const = default;
};

// A value that is none, and an unknown name with that prefix, are problems and left out.
[[nodiscard]] Objectives readObjectives(const Annotations& annotations,
                                        std::vector<AnnotationProblem>& problems);
// "99.9%": 0.999, from 1 % to 99.9999 %.
[[nodiscard]] std::optional<double> parseObjective(std::string_view text);
// "99% in 50ms", 1 ms to 60 s.
[[nodiscard]] std::optional<LatencyObjective> parseLatencyObjective(std::string_view text);

} // namespace causeway::resource
