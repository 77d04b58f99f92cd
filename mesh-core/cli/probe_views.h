// SPDX-License-Identifier: Apache-2.0
// A link's ladder of probes as text and JSON. Pure. The JSON is a contract, see cli/README.md.
#pragma once

#include "cli/views.h"
#include "link/path_changes.h"

#include <array>
#include <chrono>

namespace causeway::cli {

// Over these losses are told; figures are of the first.
inline constexpr std::array kProbeWindows{std::chrono::seconds(60), std::chrono::seconds(300),
                                          std::chrono::seconds(3600)};

struct ProbeFacts {
    std::array<std::vector<telemetry::ProbeSample>, kProbeWindows.size()> windows;
    std::optional<WallTime> step; // when the bare wire's round trip last became longer
    double stepMs = 0;            // and by how much
    std::vector<link::PathChange> pathChanges; // oldest first
    std::string silent;           // why nothing could be asked; empty when it could
};

// Adds the rungs to the view of a link.
void addProbes(View& view, const ProbeFacts& facts);

} // namespace causeway::cli
