// SPDX-License-Identifier: Apache-2.0
#include "link/hour_evidence.h"

namespace causeway::link {

std::optional<telemetry::Leg> shownBy(const Verdict& verdict) {
    using Part = LegName::Part;
    using telemetry::Leg;
    if (!verdict.addsTime() || verdict.links.empty())
        return std::nullopt;
    switch (verdict.leg.part) {
    case Part::Egress:
        return Leg::ToEgress;
    case Part::Wire:
        return Leg::Wire;
    case Part::Connect:
        return Leg::Connect;
    case Part::Ingress:
        return Leg::ToCallee;
    case Part::Workload:
        return Leg::Application;
    default:
        return std::nullopt;
    }
}

void addHourEvidence(Verdict& verdict, const std::string& link, double nowMs,
                     const HourBaseline& usual) {
    const auto leg = shownBy(verdict);
    if (!leg)
        return;
    const auto fact = isOutlier(nowMs, usual) ? Evidence::Fact::UnusualAtThisHour
                                              : Evidence::Fact::UsualAtThisHour;
    verdict.evidence.push_back({fact,
                                {link, std::string(name(*leg))},
                                {usual.medianMs, usual.madMs, nowMs, double(usual.weeks)}});
}

} // namespace causeway::link
