// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/generate.h"

#include "analysis/generate/callers.h"
#include "analysis/generate/propose.h"
#include "analysis/generate/removals.h"
#include "analysis/simulate/simulate.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

namespace causeway::analysis {
namespace {

using Severity = GenerateFinding::Severity;

constexpr double kUnsafeDays = 1;
constexpr double kMostlySeen = 0.95;
constexpr std::size_t kWeek = 7;

std::string shortName(const ObservedService& service) {
    return fmt::format("{}.{}:{}", service.service->metadata.name,
                       service.service->metadata.namespace_, service.port);
}

void addCoverage(Proposal& proposal, const Observed& observed) {
    auto& findings = proposal.findings;
    const auto& coverage = proposal.coverage;
    const auto days = coverage.days();
    if (!coverage.sawAWeek())
        findings.push_back({days < kUnsafeDays ? Severity::Warning : Severity::Note,
                            "coverage",
                            {},
                            fmt::format("7 days not seen: {} are recorded; what runs once a week "
                                        "may have no rule",
                                        spanText(coverage))});
    if (coverage.estimate)
        findings.push_back(
            {coverage.estimate->seen < kMostlySeen ? Severity::Warning : Severity::Note,
             "estimate",
             {},
             fmt::format("of the kinds of calls that a further day brings, {:.1f} % were seen on "
                         "these {} days; at least {:.0f} more are still to be expected",
                         100 * coverage.estimate->seen, coverage.daysWithCalls,
                         std::ceil(coverage.estimate->unseen))});
    if (coverage.givenUp > 0)
        findings.push_back(
            {Severity::Warning,
             "given-up",
             {},
             fmt::format("{} requests were seen whose tuple was not kept: whoever sent "
                         "them may have no rule",
                         coverage.givenUp)});
    if (observed.notServed > 0)
        findings.push_back({Severity::Note,
                            "not-served",
                            {},
                            fmt::format("{} went to what these objects do not have",
                                        counted(observed.notServed, "recorded request"))});
    for (const auto& service : observed.unseen)
        findings.push_back({Severity::Note, "not-called", service,
                            "nobody was seen to call it: it gets no rules"});
}

GenerateFinding periodic(const std::string& about, const std::string& who, const Rhythm& rhythm,
                         const Coverage& coverage) {
    constexpr std::int64_t kDay = 86'400;
    const auto due = (rhythm.lastDay + rhythm.everyDays) * kDay;
    const bool isOverdue = due + 2 * kDay <= coverage.to; // a day late is in time
    return {isOverdue ? Severity::Warning : Severity::Note, "periodic-caller", about,
            fmt::format("{} calls every {} days, last on {}; {} on {}", who, rhythm.everyDays,
                        dayOf(rhythm.lastDay * kDay),
                        isOverdue ? "it did not come again, though due" : "due again", dayOf(due))};
}

void addCallers(Proposal& proposal, const ObservedService& service,
                const GenerateOptions& options) {
    auto& findings = proposal.findings;
    const auto about = shortName(service);
    for (const auto& caller : service.callers) {
        const auto who = describeIdentity(caller.identity);
        const auto rhythm = rhythmOf(caller.days);
        if (rhythm)
            findings.push_back(periodic(about, who, *rhythm, proposal.coverage));
        else if (caller.requests < options.rareBelow)
            findings.push_back(
                {Severity::Warning, "rare-caller", about,
                 fmt::format("{} was seen {} times, last on {}: is it meant to call?", who,
                             caller.requests, dayOf(caller.lastSeen))});
        else if (caller.days.size() == 1 && proposal.coverage.daysWithCalls >= kWeek)
            findings.push_back(
                {Severity::Note, "one-day-caller", about,
                 fmt::format("{} called on {} only, of {} days: if it is a job, other days may "
                             "bring what was not seen",
                             who, dayOf(caller.lastSeen), proposal.coverage.daysWithCalls)});
        if (caller.audited > 0)
            findings.push_back(
                {Severity::Note, "audited", about,
                 fmt::format("{} was let in {} times by an audit only; here it gets a rule", who,
                             caller.audited)});
        if (caller.identity.empty() && caller.networks.size() > kMostNetworks)
            findings.push_back(
                {Severity::Warning, "strangers", about,
                 fmt::format("callers without an identity came from {} networks: all "
                             "networks are let in",
                             caller.networks.size())});
    }
    for (const auto& refusal : service.refusals)
        findings.push_back(
            {Severity::Note, "refused", about,
             fmt::format("{} was denied {} times ({}) and gets no rule",
                         describeIdentity(refusal.identity), refusal.requests, refusal.example)});
}

// The same objects once the audit has ended.
std::vector<resource::Object> enforced(std::vector<resource::Object> objects) {
    for (auto& object : objects)
        if (auto* server = std::get_if<resource::Server>(&object.spec);
            server && server->accessPolicy == "audit")
            server->accessPolicy = "deny";
    return objects;
}

// Requests that were allowed and would not be.
Result<std::uint64_t> lost(const Judge& judge, const Proposal& proposal, const Observed& observed) {
    CAUSEWAY_TRY(const auto after, Judge::compile(enforced(withProposal(judge, proposal))));
    std::uint64_t count = 0;
    for (const auto& service : observed.services)
        for (const auto& tuple : service.allowed)
            if (analysis::judge(after, tuple).outcome != Outcome::Allowed)
                count += tuple.count;
    return count;
}

Proposal proposeAll(const Judge& judge, const Observed& observed, const GenerateOptions& options,
                    const Coverage& coverage) {
    Proposal proposal;
    proposal.coverage = coverage;
    if (!options.enforce)
        proposal.auditUntil = dayOf(coverage.to + std::int64_t(options.auditDays) * 86'400);
    Names names(judge);
    for (const auto& service : observed.services)
        proposal.services.push_back(propose(judge, service, options, proposal.auditUntil, names));
    proposal.removals = removalsFor(judge, observed, proposal, options.ns);
    return proposal;
}

} // namespace

std::vector<resource::Object> Proposal::objects() const {
    std::vector<resource::Object> list;
    for (const auto& service : services)
        for (const auto& proposed : service.objects)
            list.push_back(proposed.object);
    return list;
}

Result<Proposal> generate(const Judge& judge, const recording::Recording& recording,
                          const GenerateOptions& options) {
    Coverage coverage{recording.from(), recording.to(), 0};
    for (const auto& span : recording.spans())
        coverage.givenUp += span.givenUp;
    const auto observed = observe(judge, recording, {options.ns, options.maxWords});
    coverage.daysWithCalls = observed.days.size();
    std::vector<std::size_t> daysOfKinds;
    for (const auto& service : observed.services)
        std::ranges::copy(service.daysOfKinds, std::back_inserter(daysOfKinds));
    coverage.estimate = estimateUnseen(coverage.daysWithCalls, daysOfKinds);
    auto proposal = proposeAll(judge, observed, options, coverage);
    CAUSEWAY_TRY(auto missing, lost(judge, proposal, observed));
    if (missing > 0 && options.overGrant > 0) {
        // Rules that generalise were in each other's way: then each says exactly what was seen.
        auto exact = options;
        exact.overGrant = 0;
        proposal = proposeAll(judge, observed, exact, coverage);
        CAUSEWAY_TRY(missing, lost(judge, proposal, observed));
    }
    addCoverage(proposal, observed);
    for (const auto& service : observed.services)
        addCallers(proposal, service, options);
    if (missing > 0)
        proposal.findings.push_back({Severity::Error,
                                     "lost",
                                     {},
                                     fmt::format("{} requests that were allowed would be denied by "
                                                 "these rules: do not apply them",
                                                 missing)});
    return proposal;
}

} // namespace causeway::analysis
