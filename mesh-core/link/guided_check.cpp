// SPDX-License-Identifier: Apache-2.0
#include "link/guided_check.h"

#include "link/check_findings.h"
#include "link/probe_figures.h"

#include <algorithm>

namespace causeway::link {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

std::string_view name(CheckStep step) {
    switch (step) {
    case CheckStep::Reachability:
        return "reachability";
    case CheckStep::Gateway:
        return "gateway";
    case CheckStep::Identity:
        return "identity";
    case CheckStep::Policy:
        return "policy";
    case CheckStep::Endpoints:
        return "endpoints";
    case CheckStep::Saturation:
        return "saturation";
    case CheckStep::Wire:
        break;
    }
    return "wire";
}

std::string_view name(CheckAnswer::State state) {
    switch (state) {
    case CheckAnswer::State::Passed:
        return "passed";
    case CheckAnswer::State::Failed:
        return "failed";
    case CheckAnswer::State::Unknown:
        break;
    }
    return "unknown";
}

ProbeSample rungOf(const std::vector<ProbeSample>& samples, ProbeRung rung) {
    const auto found = std::ranges::find(samples, rung, &ProbeSample::rung);
    return found == samples.end() ? ProbeSample{.rung = rung} : *found;
}

void judgeRung(CheckFindings& findings, const CheckFacts& facts, ProbeRung rung,
               const std::string& what) {
    if (!facts.probes)
        return findings.unknown("whether " + what + " come about: " + facts.probesSilence);
    const ProbeSample sample = rungOf(facts.probes->now, rung);
    const ProbeFigures figures = figuresOf(sample);
    if (!figures.loss)
        return findings.unknown(
            "no probe has tried " + what
            + (figures.reason.empty() ? std::string() : " (" + figures.reason + ")"));
    const auto tried = figures.probes;
    const auto bad = std::uint64_t(figures.loss->value * double(tried) + 0.5);
    const std::string count = std::to_string(bad) + " of " + std::to_string(tried) + " " + what
                              + " from " + facts.from + " to " + facts.to + " failed";
    if (figures.state == ProbeFigures::State::Ok)
        findings.fine(count);
    else
        findings.wrong(figures.reason.empty() ? count : count + " (" + figures.reason + ")");
}

std::vector<CheckAnswer> checkLink(const CheckFacts& facts) {
    return {checkReachability(facts), checkGateways(facts),  checkIdentity(facts),
            checkPolicy(facts),       checkEndpoints(facts), checkSaturation(facts),
            checkWire(facts)};
}

} // namespace causeway::link
