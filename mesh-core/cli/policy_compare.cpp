// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/compare.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"
#include "cli/policy_text.h"

namespace causeway::cli {
namespace {

Result<analysis::Judge> judgeOf(const std::string& path) {
    CAUSEWAY_TRY(auto source, readObjects({path}));
    return analysis::Judge::compile(std::move(source.objects));
}

} // namespace

Result<Exit> showMatrix(const Options& options, const MatrixCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.paths));
    CAUSEWAY_TRY(const auto judges, compileSources(sources));
    Json json{{"clusters", Json::array()}};
    for (const auto& [cluster, judge] : judges) {
        auto view = matrixView(analysis::matrixOf(judge));
        if (options.output == Output::Table) {
            if (judges.size() > 1)
                terminal.out << cluster << "\n";
            terminal.out << render(view.table, {terminal.columns, terminal.colour});
        }
        json["clusters"].push_back(
            {{"cluster", jsonText(cluster)}, {"callers", std::move(view.json["callers"])}});
    }
    if (options.output == Output::Json)
        terminal.out << json.dump(2) << '\n';
    for (const auto& silence : sources.silent)
        terminal.err << "causewayctl: " << silence.cluster
                     << " does not answer: " << silence.reason.describe() << '\n';
    return sources.silent.empty() ? Exit::Fine : Exit::Unreachable;
}

Result<Exit> diffPolicies(const Options& options, const DiffCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(const auto before, judgeOf(command.before));
    CAUSEWAY_TRY(const auto after, judgeOf(command.after));
    const auto found = analysis::differences(before, after);
    print({differencesView(found), {}, Exit::Fine}, options, terminal);
    return found.empty() ? Exit::Fine : Exit::Findings;
}

} // namespace causeway::cli
