// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/compare.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"
#include "cli/policy_text.h"

namespace causeway::cli {
namespace {

Result<analysis::Judge> judgeOf(const std::string& path, Terminal& terminal) {
    CAUSEWAY_TRY(auto source, readObjects({path}));
    tellUnread(source.objects, terminal);
    return analysis::Judge::compile(std::move(source.objects));
}

// The one that is named, or the only one.
Result<PolicySource> chooseCluster(PolicySources& sources, const std::string& name) {
    std::string names;
    for (auto& source : sources.clusters) {
        if (source.cluster == name || (name.empty() && sources.clusters.size() == 1))
            return std::move(source);
        names += (names.empty() ? "" : ", ") + source.cluster;
    }
    for (auto& silence : sources.silent)
        if (silence.cluster == name)
            return tl::unexpected(std::move(silence.reason));
    return fail(ErrorKind::InvalidInput,
                name.empty() ? "which cluster? name one with --cluster: " + names
                             : "--cluster: found \"" + name + "\"; expected one of " + names);
}

Exit tell(const analysis::Judge& before, const analysis::Judge& after, const Options& options,
          Terminal& terminal) {
    const auto found = analysis::differences(before, after);
    print({differencesView(found), {}, Exit::Fine}, options, terminal);
    return found.empty() ? Exit::Fine : Exit::Findings;
}

// What applying the files would change.
Result<Exit> diffWithFleet(const Options& options, const DiffCommand& command,
                           Terminal& terminal) {
    CAUSEWAY_TRY(const auto change, readObjects({command.before}));
    tellUnread(change.objects, terminal);
    CAUSEWAY_TRY(auto sources, readSources(options, {}));
    CAUSEWAY_TRY(auto inForce, chooseCluster(sources, command.cluster));
    auto objects = inForce.objects;
    replace(objects, change.objects);
    CAUSEWAY_TRY(const auto before, analysis::Judge::compile(std::move(inForce.objects)));
    CAUSEWAY_TRY(const auto after, analysis::Judge::compile(std::move(objects)));
    return tell(before, after, options, terminal);
}

} // namespace

Result<Exit> showMatrix(const Options& options, const MatrixCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.paths));
    tellGaps(sources, terminal);
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
    return sources.silent.empty() ? Exit::Fine : Exit::Unreachable;
}

Result<Exit> diffPolicies(const Options& options, const DiffCommand& command, Terminal& terminal) {
    if (command.after.empty())
        return diffWithFleet(options, command, terminal);
    CAUSEWAY_TRY(const auto before, judgeOf(command.before, terminal));
    CAUSEWAY_TRY(const auto after, judgeOf(command.after, terminal));
    return tell(before, after, options, terminal);
}

} // namespace causeway::cli
