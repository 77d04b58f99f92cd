// SPDX-License-Identifier: Apache-2.0
#include "cli/files.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"
#include "cli/policy_text.h"

#include <algorithm>

namespace causeway::cli {
namespace {

struct Generated {
    std::string cluster;
    analysis::Proposal proposal;
};

Result<std::vector<Generated>> generateAll(PolicySources& sources, const GenerateCommand& command,
                                           const recording::Recording& recording) {
    std::vector<Generated> all;
    const bool several = sources.clusters.size() > 1;
    for (auto& source : sources.clusters) {
        CAUSEWAY_TRY(const auto judge, analysis::Judge::compile(std::move(source.objects)));
        const auto& cluster = judge.objects().clusterName();
        if (several) {
            CAUSEWAY_TRY(const auto part,
                         partOf(recording, cluster, judge.objects().cluster().clusterDomain));
            CAUSEWAY_TRY(auto proposal, analysis::generate(judge, part, command.options));
            all.push_back({cluster, std::move(proposal)});
            continue;
        }
        CAUSEWAY_TRY(auto proposal, analysis::generate(judge, recording, command.options));
        all.push_back({cluster, std::move(proposal)});
    }
    return all;
}

Status deliver(const std::vector<Generated>& all, const std::string& out, Terminal& terminal) {
    if (out.empty()) {
        for (const auto& one : all)
            terminal.out << (all.size() > 1 ? "# Cluster " + one.cluster + "\n" : std::string())
                         << serialize(one.proposal);
        return {};
    }
    if (all.size() == 1)
        return writePublic(out, serialize(all.front().proposal), Existing::Replace);
    CAUSEWAY_CHECK(makeFolder(out));
    for (const auto& one : all)
        CAUSEWAY_CHECK(writePublic(out + "/" + one.cluster + ".yaml", serialize(one.proposal),
                                   Existing::Replace));
    return {};
}

Exit exitOf(const std::vector<Generated>& all, bool strict) {
    using Severity = analysis::GenerateFinding::Severity;
    const auto counts = [&](const analysis::GenerateFinding& finding) {
        return finding.severity == Severity::Error
               || (strict && finding.severity == Severity::Warning);
    };
    return std::ranges::any_of(
               all,
               [&](const auto& one) { return std::ranges::any_of(one.proposal.findings, counts); })
               ? Exit::Findings
               : Exit::Fine;
}

} // namespace

Result<Exit> generatePolicies(const Options& options, const GenerateCommand& command,
                              Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.current));
    if (!command.recording.cluster.empty())
        std::erase_if(sources.clusters, [&](const auto& source) {
            return source.cluster != command.recording.cluster;
        });
    if (sources.clusters.empty())
        return fail(ErrorKind::InvalidInput,
                    "--cluster: found no cluster of that name that answers; expected one");
    CAUSEWAY_TRY(const auto chosen, readRecording(options, command.recording));
    CAUSEWAY_TRY(const auto all, generateAll(sources, command, chosen.recording));
    if (options.output == Output::Json) {
        Json json{{"clusters", Json::array()}};
        for (const auto& one : all)
            json["clusters"].push_back(proposalJson(one.cluster, one.proposal));
        terminal.out << json.dump(2) << '\n';
    }
    if (options.output == Output::Table || !command.out.empty())
        CAUSEWAY_CHECK(deliver(all, command.out, terminal));
    if (options.output == Output::Table)
        for (const auto& one : all)
            terminal.err << findingsText(one.proposal);
    for (const auto& silence : sources.silent)
        terminal.err << "causewayctl: " << silence.cluster
                     << " does not answer: " << silence.reason.describe() << '\n';
    return exitOf(all, command.strict);
}

} // namespace causeway::cli
