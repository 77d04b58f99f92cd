// SPDX-License-Identifier: Apache-2.0
// Where recordings come from: a file, or the control planes of the fleet. Errors name file and
// line, or cluster and address.
#pragma once

#include "cli/output.h"
#include "recording/recording.h"

#include <chrono>
#include <string>
#include <vector>

namespace causeway::cli {

struct RecordingChoice {
    std::string file; // empty: the fleet's
    std::chrono::seconds since = std::chrono::hours(7 * 24);
    bool isAsked = false; // of the fleet, by --since
    std::string cluster; // of the fleet; empty: all
    std::string ns;      // of the services; empty: all
};

// "7d", "36h", "90m", "30s".
[[nodiscard]] Result<std::chrono::seconds> parseSpan(const std::string& text);

struct GatheredText {
    std::string text; // a recording, first line and all
    std::vector<Silence> silent;
};
// What the clusters of the fleet recorded, as one text, in an order that does not depend on them.
// Further rules of redaction are applied to paths.
[[nodiscard]] Result<GatheredText> gatherRecording(const Options& options,
                                                   const RecordingChoice& choice,
                                                   const std::vector<std::string>& redact);

struct ChosenRecording {
    recording::Recording recording;
    std::vector<Silence> silent;
};
[[nodiscard]] Result<ChosenRecording> readRecording(const Options& options,
                                                    const RecordingChoice& choice);

// The tuples whose service is in that cluster domain or that left the mesh from that cluster, and
// its spans.
[[nodiscard]] Result<recording::Recording> partOf(const recording::Recording& recording,
                                                  const std::string& cluster,
                                                  const std::string& domain);

struct RecordingExport {
    RecordingChoice choice;
    std::vector<std::string> redact;
    std::string out; // a file; empty: the terminal
};
[[nodiscard]] Result<Exit> exportRecording(const Options& options, const RecordingExport& command,
                                           Terminal& terminal);

} // namespace causeway::cli
