// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/lint.h"
#include "cli/lint_reports.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"

#include <algorithm>
#include <array>

namespace causeway::cli {
namespace {

using analysis::Severity;

Severity severityOf(const std::string& word) {
    for (const auto severity : {Severity::Info, Severity::Warning})
        if (name(severity) == word)
            return severity;
    return Severity::Error;
}

void write(const Findings& findings, const LintCommand& command, Terminal& terminal) {
    switch (command.format) {
    case ReportFormat::Text:
        terminal.out << lintText(findings, command.patches, terminal.colour);
        break;
    case ReportFormat::Json:
        terminal.out << lintJson(findings).dump(2) << '\n';
        break;
    case ReportFormat::Sarif:
        terminal.out << lintSarif(findings, CAUSEWAY_VERSION).dump(2) << '\n';
        break;
    case ReportFormat::Junit:
        terminal.out << lintJunit(findings);
        break;
    }
}

} // namespace

Result<Exit> lintPolicies(const Options& options, const LintCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.paths));
    const auto today = formatTime(SystemClock().wallNow()).substr(0, 10);
    Findings findings;
    for (auto& source : sources.clusters) {
        CAUSEWAY_TRY(const auto judge, analysis::Judge::compile(std::move(source.objects)));
        std::ranges::move(analysis::lint(judge, {std::move(source.texts), today}),
                          std::back_inserter(findings));
    }
    auto chosen = command;
    if (options.output == Output::Json)
        chosen.format = ReportFormat::Json;
    write(findings, chosen, terminal);
    for (const auto& silence : sources.silent)
        terminal.err << "causewayctl: " << silence.cluster
                     << " does not answer: " << silence.reason.describe() << '\n';
    const auto limit = severityOf(command.failOn);
    const bool fails = std::ranges::any_of(findings, [&](const auto& finding) {
        return finding.suppressed.empty() && finding.severity >= limit;
    });
    return fails ? Exit::Findings : sources.silent.empty() ? Exit::Fine : Exit::Unreachable;
}

} // namespace causeway::cli
