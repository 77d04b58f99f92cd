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
    std::string before;
    std::string after;
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
};
[[nodiscard]] Result<Exit> lintPolicies(const Options& options, const LintCommand& command,
                                        Terminal& terminal);

} // namespace causeway::cli
