// SPDX-License-Identifier: Apache-2.0
#include "analysis/simulate/simulate.h"
#include "cli/policy_commands.h"
#include "cli/policy_sources.h"
#include "cli/policy_text.h"

#include <algorithm>
#include <functional>

namespace causeway::cli {
namespace {

// Names are as explain tells them. Each must be in some cluster.
Status remove(std::vector<PolicySource>& clusters, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        std::size_t count = 0;
        for (auto& cluster : clusters)
            count += std::erase_if(cluster.objects, [&](const auto& object) {
                return object.ref().describe() == name;
            });
        if (count == 0)
            return fail(ErrorKind::NotFound, "--remove: there is no " + name
                                                 + "; expected kind/namespace/name, as in "
                                                   "authorizationpolicy/bank/callers");
    }
    return {};
}

void join(analysis::Simulation& all, analysis::Simulation one) {
    const auto append = [](auto& to, auto& from) {
        std::ranges::move(from, std::back_inserter(to));
        std::ranges::stable_sort(to, std::greater(), &analysis::Change::requests);
    };
    append(all.newlyDenied, one.newlyDenied);
    append(all.newlyAllowed, one.newlyAllowed);
    append(all.otherwise, one.otherwise);
    all.requests += one.requests;
    all.tuples += one.tuples;
    all.notServed += one.notServed;
    all.judgedOtherwise += one.judgedOtherwise;
}

// The recording of each cluster through its own rules.
Result<analysis::Simulation> simulateAll(std::vector<PolicySource> before,
                                         std::vector<PolicySource> after,
                                         const recording::Recording& recording) {
    analysis::Simulation all;
    for (std::size_t i = 0; i < before.size(); ++i) {
        CAUSEWAY_TRY(const auto old, analysis::Judge::compile(std::move(before[i].objects)));
        CAUSEWAY_TRY(const auto fresh, analysis::Judge::compile(std::move(after[i].objects)));
        if (before.size() == 1) {
            join(all, analysis::simulate(old, fresh, recording));
            continue;
        }
        CAUSEWAY_TRY(const auto part, partOf(recording, old.objects().clusterName(),
                                             old.objects().cluster().clusterDomain));
        join(all, analysis::simulate(old, fresh, part));
    }
    return all;
}

} // namespace

Result<Exit> simulatePolicies(const Options& options, const SimulateCommand& command,
                              Terminal& terminal) {
    CAUSEWAY_TRY(const auto changes, readObjects(command.change));
    tellUnread(changes.objects, terminal);
    CAUSEWAY_TRY(auto sources, readSources(options, command.current));
    CAUSEWAY_TRY(auto chosen, readRecording(options, command.recording));
    auto& before = sources.clusters;
    if (!command.recording.cluster.empty())
        std::erase_if(before, [&](const auto& source) {
            return source.cluster != command.recording.cluster;
        });
    if (before.empty())
        return fail(ErrorKind::InvalidInput,
                    "--cluster: found no cluster of that name that answers; expected one");
    auto after = before;
    for (auto& cluster : after)
        replace(cluster.objects, changes.objects);
    CAUSEWAY_CHECK(remove(after, command.remove));
    CAUSEWAY_TRY(const auto simulation,
                 simulateAll(std::move(before), std::move(after), chosen.recording));
    print({simulationView(simulation), std::move(sources.silent), Exit::Fine}, options, terminal);
    if (options.output == Output::Table)
        terminal.out << '\n' << simulationSummary(simulation, chosen.recording);
    return simulation.newlyDenied.empty() ? Exit::Fine : Exit::Findings;
}

} // namespace causeway::cli
