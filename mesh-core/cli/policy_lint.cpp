// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/lint.h"
#include "cli/files.h"
#include "cli/fleet_facts.h"
#include "cli/format.h"
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

// What each source is judged with: the documents beside it, the fleet when it was asked, recorded
// requests.
struct Knowledge {
    analysis::Facts fleet;
    std::optional<recording::Recording> recording;

    // What was recorded of the cluster that `judge` is of; nothing: it was not asked for, or the
    // cluster recorded nothing, or not all that it saw.
    [[nodiscard]] Result<std::optional<analysis::TrafficFacts>>
    trafficOf(const analysis::Judge& judge) const;
};

Result<std::optional<analysis::TrafficFacts>>
Knowledge::trafficOf(const analysis::Judge& judge) const {
    if (!recording)
        return std::nullopt;
    const auto& cluster = judge.objects().clusterName();
    if (cluster.empty())
        return factsOf(*recording, judge);
    CAUSEWAY_TRY(const auto part,
                 partOf(*recording, cluster, judge.objects().cluster().clusterDomain));
    return factsOf(part, judge);
}

Result<Knowledge> knowledgeFor(const Options& options, const LintCommand& command,
                               PolicySources& sources) {
    Knowledge knowledge;
    if (command.paths.empty()) {
        CAUSEWAY_TRY(knowledge.fleet, gatherFacts(options, sources.clusters, sources.silent));
    } else if (command.live) {
        CAUSEWAY_TRY(auto fleet, readSources(options, {}));
        CAUSEWAY_TRY(knowledge.fleet, gatherFacts(options, fleet.clusters, fleet.silent));
        sources.silent = std::move(fleet.silent);
    }
    if (!command.recording.file.empty() || command.recording.isAsked) {
        CAUSEWAY_TRY(auto chosen, readRecording(options, command.recording));
        knowledge.recording = std::move(chosen.recording);
        addSilent(std::move(chosen.silent), sources.silent);
    }
    return knowledge;
}

// What documents tell, in front of what the fleet tells.
analysis::Facts merged(analysis::Facts told, const analysis::Facts& fleet) {
    told.clusters.insert(fleet.clusters.begin(), fleet.clusters.end());
    told.latencies.insert(told.latencies.end(), fleet.latencies.begin(), fleet.latencies.end());
    told.calls.insert(told.calls.end(), fleet.calls.begin(), fleet.calls.end());
    told.routes.insert(told.routes.end(), fleet.routes.begin(), fleet.routes.end());
    return told;
}

// One document is for every cluster's files: what was used anywhere was used, and only what all of
// them looked at was looked at. Nothing when one of them has nothing to tell.
Result<std::optional<analysis::TrafficFacts>> trafficOfAll(const Knowledge& knowledge,
                                                           const PolicySources& sources) {
    std::optional<analysis::TrafficFacts> all;
    for (const auto& source : sources.clusters) {
        CAUSEWAY_TRY(const auto judge, analysis::Judge::compile(source.objects));
        CAUSEWAY_TRY(auto one, knowledge.trafficOf(judge));
        if (!one)
            return std::nullopt;
        if (!all) {
            all = std::move(one);
            continue;
        }
        all->since = std::max(all->since, one->since);
        all->rules->merge(*one->rules);
        if (!all->egress)
            all->egress = std::move(one->egress);
        else if (one->egress)
            std::ranges::move(*one->egress, std::back_inserter(*all->egress));
    }
    return all;
}

// Files without a Cluster object are of the one that is named, or of the fleet's only one.
Status nameCluster(PolicySource& source, const LintCommand& command, const Knowledge& knowledge) {
    if (!source.cluster.empty() || !command.live)
        return {};
    const auto& clusters = knowledge.fleet.clusters;
    std::string names;
    for (const auto& [name, facts] : clusters)
        names += (names.empty() ? "" : ", ") + name;
    source.cluster = command.cluster.empty() && clusters.size() == 1 ? clusters.begin()->first
                                                                     : command.cluster;
    if (clusters.contains(source.cluster))
        return {};
    return fail(ErrorKind::InvalidInput,
                source.cluster.empty()
                    ? "which cluster are the files of? name it with --cluster: " + names
                    : "--cluster: found \"" + source.cluster + "\"; expected one of " + names);
}

Result<Findings> findingsOf(PolicySource source, const LintCommand& command,
                            const Knowledge& knowledge) {
    CAUSEWAY_CHECK(nameCluster(source, command, knowledge));
    CAUSEWAY_TRY(const auto judge, analysis::Judge::compile(std::move(source.objects)));
    analysis::LintSources sources{std::move(source.texts),
                                  formatTime(SystemClock().wallNow()).substr(0, 10),
                                  merged(std::move(source.facts), knowledge.fleet),
                                  command.expiryDays, source.cluster, command.inForce};
    CAUSEWAY_TRY(auto traffic, knowledge.trafficOf(judge));
    if (traffic)
        sources.facts.traffic = std::move(traffic);
    return analysis::lint(judge, sources);
}

} // namespace

Result<Exit> lintPolicies(const Options& options, const LintCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, command.paths));
    CAUSEWAY_TRY(const auto knowledge, knowledgeFor(options, command, sources));
    Findings findings;
    for (auto& source : sources.clusters) {
        CAUSEWAY_TRY(auto found, findingsOf(std::move(source), command, knowledge));
        std::ranges::move(found, std::back_inserter(findings));
    }
    auto chosen = command;
    if (options.output == Output::Json)
        chosen.format = ReportFormat::Json;
    write(findings, chosen, terminal);
    sources.clusters.clear(); // its unread routes are findings
    tellGaps(sources, terminal);
    const auto limit = severityOf(command.failOn);
    const bool fails = std::ranges::any_of(findings, [&](const auto& finding) {
        return finding.suppressed.empty() && finding.severity >= limit;
    });
    return fails ? Exit::Findings : sources.silent.empty() ? Exit::Fine : Exit::Unreachable;
}

Result<Exit> showFacts(const Options& options, const RecordingChoice& choice, Terminal& terminal) {
    CAUSEWAY_TRY(auto sources, readSources(options, {}));
    CAUSEWAY_TRY(auto facts, gatherFacts(options, sources.clusters, sources.silent));
    if (choice.isAsked) {
        CAUSEWAY_TRY(auto chosen, readRecording(options, choice));
        addSilent(std::move(chosen.silent), sources.silent);
        const Knowledge knowledge{.fleet = {}, .recording = std::move(chosen.recording)};
        CAUSEWAY_TRY(facts.traffic, trafficOfAll(knowledge, sources));
        if (!facts.traffic)
            terminal.err << "causewayctl: what was used is not told: a cluster recorded nothing in "
                            "that time, or not all that it saw\n";
    }
    terminal.out << analysis::serialize(facts, "fleet");
    tellGaps(sources, terminal);
    return sources.silent.empty() ? Exit::Fine : Exit::Unreachable;
}

} // namespace causeway::cli
