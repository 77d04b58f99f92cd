// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_text.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::cli {
namespace {

const char* wordOf(analysis::GenerateFinding::Severity severity) {
    static constexpr const char* kWords[] = {"note", "warning", "error"};
    return kWords[static_cast<std::size_t>(severity)];
}

Json serviceJson(const analysis::Proposed& service) {
    return {{"service", service.service},       {"port", service.port},
            {"requests", service.requests},     {"callers", service.callers},
            {"operations", service.operations}, {"routes", !service.wholeServer},
            {"over_grant", service.overGrant}};
}

Json objectJson(const analysis::ProposedObject& proposed) {
    const auto& object = proposed.object;
    return {{"kind", object.kind()},
            {"namespace", object.metadata.namespace_},
            {"name", object.metadata.name},
            {"comments", proposed.comments},
            {"yaml", resource::serialize(object)}};
}

} // namespace

std::string findingsText(const analysis::Proposal& proposal) {
    std::string text;
    for (const auto& finding : proposal.findings)
        text += fmt::format("{}{}: {} [{}]\n", finding.about.empty() ? "" : finding.about + ": ",
                            wordOf(finding.severity), finding.message, finding.code);
    return text;
}

Json proposalJson(const std::string& cluster, const analysis::Proposal& proposal) {
    const auto& coverage = proposal.coverage;
    const auto& estimate = coverage.estimate;
    Json json{{"cluster", jsonText(cluster)},
              {"coverage",
               {{"from", coverage.from},
                {"to", coverage.to},
                {"days", coverage.days()},
                {"saw_a_week", coverage.sawAWeek()},
                {"given_up", coverage.givenUp},
                {"days_with_calls", coverage.daysWithCalls},
                {"seen_of_a_further_day", jsonNumber(estimate ? std::optional(estimate->seen)
                                                              : std::nullopt)},
                {"kinds_unseen", jsonNumber(estimate ? std::optional(estimate->unseen)
                                                     : std::nullopt)}}},
              {"audit_until", jsonText(proposal.auditUntil)},
              {"services", Json::array()},
              {"objects", Json::array()},
              {"removals", Json::array()},
              {"findings", Json::array()}};
    for (const auto& service : proposal.services) {
        json["services"].push_back(serviceJson(service));
        for (const auto& proposed : service.objects)
            json["objects"].push_back(objectJson(proposed));
    }
    for (const auto& removal : proposal.removals)
        json["removals"].push_back({{"object", removal.object.describe()},
                                    {"where", jsonText(removal.where)},
                                    {"why", removal.why},
                                    {"superseded", removal.superseded}});
    for (const auto& finding : proposal.findings)
        json["findings"].push_back({{"severity", wordOf(finding.severity)},
                                    {"code", finding.code},
                                    {"about", jsonText(finding.about)},
                                    {"message", finding.message}});
    return json;
}

} // namespace causeway::cli
