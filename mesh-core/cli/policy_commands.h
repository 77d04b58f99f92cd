// SPDX-License-Identifier: Apache-2.0
// `causewayctl policy …`: each command from its arguments to its exit code. Findings (a denial, a
// difference, a newly denied caller, a lint finding) are exit code 1.
#pragma once

#include "analysis/generate/generate.h"
#include "base/result.h"
#include "cli/options.h"
#include "cli/recordings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace causeway::cli {

struct ExplainCommand {
    std::vector<std::string> paths;
    std::string from; // SPIFFE id, "account.namespace", or "none"
    std::string to;
    std::string network;
    std::string cluster;
    std::string method = "GET";
    std::string path = "/";
    std::string host;
    std::vector<std::string> headers; // "name: value"
    std::uint16_t port = 80;
    bool tcp = false; // a connection that is not HTTP
};
[[nodiscard]] Result<Exit> explainPolicy(const Options& options, const ExplainCommand& command,
                                         Terminal& terminal);

struct MatrixCommand {
    std::vector<std::string> paths;
};
[[nodiscard]] Result<Exit> showMatrix(const Options& options, const MatrixCommand& command,
                                      Terminal& terminal);

struct DiffCommand {
    std::string before; // with `after` empty: what is laid over the fleet's objects
    std::string after;
    std::string cluster; // which of the fleet's
};
[[nodiscard]] Result<Exit> diffPolicies(const Options& options, const DiffCommand& command,
                                        Terminal& terminal);

struct SimulateCommand {
    std::vector<std::string> current; // none: the fleet's
    std::vector<std::string> change;
    std::vector<std::string> remove; // "kind/namespace/name"
    RecordingChoice recording;
};
[[nodiscard]] Result<Exit> simulatePolicies(const Options& options, const SimulateCommand& command,
                                            Terminal& terminal);

struct GenerateCommand {
    std::vector<std::string> current; // none: the fleet's
    RecordingChoice recording;
    analysis::GenerateOptions options;
    std::string out;     // a file, or for several clusters a folder; empty: the terminal
    bool strict = false; // warnings are exit code 1
};
[[nodiscard]] Result<Exit> generatePolicies(const Options& options, const GenerateCommand& command,
                                            Terminal& terminal);

enum class ReportFormat { Text, Json, Sarif, Junit };
struct LintCommand {
    std::vector<std::string> paths;
    ReportFormat format = ReportFormat::Text;
    std::string failOn = "warning"; // info, warning, error
    bool patches = false;           // text: the patches too
    bool live = false;              // of files: with what the fleet knows
    bool inForce = false;           // of files: they should be what the fleet has
    int expiryDays = 30;            // certificates that end within so many are told
    RecordingChoice recording;      // neither a file nor asked for: none
    std::string cluster;            // of files: whose objects they are, if they do not tell
};
[[nodiscard]] Result<Exit> lintPolicies(const Options& options, const LintCommand& command,
                                        Terminal& terminal);

// Prints what the linter would take from the fleet, as a document of kind FleetFacts.
// Of recorded requests too, where `choice` asks for them.
[[nodiscard]] Result<Exit> showFacts(const Options& options, const RecordingChoice& choice,
                                     Terminal& terminal);

} // namespace causeway::cli
