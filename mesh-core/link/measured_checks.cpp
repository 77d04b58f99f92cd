// SPDX-License-Identifier: Apache-2.0
// The steps of a guided check that compare what takes time with what it usually takes.
#include "link/check_findings.h"
#include "link/probe_figures.h"
#include "link/units.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

using telemetry::Leg;
using telemetry::ProbeRung;

// Both must be exceeded, and chance excluded, before something is called slower.
constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.2;
constexpr double kErrors = 5;
constexpr double kReuseFell = 0.2;
constexpr std::uint64_t kLeastRequests = 20;

bool isSlower(const Timing& now, const Timing& usual) {
    const double grew = now.meanMs - usual.meanMs;
    return grew >= std::max(kLeastMs, kLeastShare * usual.meanMs)
           && grew >= kErrors * std::hypot(now.errorMs, usual.errorMs);
}

void compare(CheckFindings& findings, const std::string& what, const std::optional<Timing>& now,
             const std::optional<Timing>& usual) {
    if (!now || now->count < kLeastRequests)
        return findings.unknown("too few requests tell how long " + what + " takes");
    const std::string text = what + " takes " + units::ms(now->meanMs);
    if (!usual || usual->count < kLeastRequests)
        return findings.unknown(text + "; nothing tells what is usual");
    const std::string both = text + ", usually " + units::ms(usual->meanMs);
    if (isSlower(*now, *usual))
        findings.wrong(both);
    else
        findings.fine(both);
}

void judgeReuse(CheckFindings& findings, const LinkTimes& now, const LinkTimes* usual) {
    if (!now.reusedShare || usual == nullptr || !usual->reusedShare)
        return;
    const std::string text = units::percent(*now.reusedShare)
                             + " of requests find a connection open, usually "
                             + units::percent(*usual->reusedShare);
    if (*now.reusedShare < *usual->reusedShare - kReuseFell)
        findings.wrong(text);
    else
        findings.fine(text);
}

void judgeLoss(CheckFindings& findings, const ProbeFigures& figures) {
    const auto& loss = *figures.loss;
    const std::string text = units::percent(loss.value) + " of " + std::to_string(figures.probes)
                             + " datagrams were lost";
    if (figures.state == ProbeFigures::State::Ok)
        findings.fine(text);
    else
        findings.wrong(text);
}

} // namespace

CheckAnswer checkSaturation(const CheckFacts& facts) {
    CheckFindings findings;
    const std::string command = "causewayctl link show " + nameOf(facts);
    const LinkTimes* now = facts.picture.find(facts.from, facts.to);
    const LinkTimes* usual = facts.usual.find(facts.from, facts.to);
    if (!facts.caller.uncounted.empty()) {
        findings.unknown("what callers in " + facts.from + " measured is not known: "
                         + facts.caller.uncounted);
        return findings.answer(CheckStep::Saturation, command);
    }
    if (now == nullptr || !now->whole) {
        findings.unknown("no request crossed this link in the last " + units::span(facts.window));
        return findings.answer(CheckStep::Saturation, command);
    }
    const std::array<std::pair<Leg, std::string>, 5> parts{
        {{Leg::CallerConnect, "waiting for a connection to the gateway of " + facts.from},
         {Leg::ToEgress, "the way through the gateway of " + facts.from},
         {Leg::ToCallee, "the way through the gateway of " + facts.to},
         {Leg::CalleeProxy, "the callee's sidecar"},
         {Leg::Application, "the callee itself"}}};
    for (const auto& [leg, what] : parts)
        compare(findings, what, now->leg(leg), usual ? usual->leg(leg) : std::nullopt);
    judgeReuse(findings, *now, usual);
    return findings.answer(CheckStep::Saturation, command);
}

CheckAnswer checkWire(const CheckFacts& facts) {
    CheckFindings findings;
    const std::string command = "causewayctl link show " + nameOf(facts);
    if (!facts.probes) {
        findings.unknown("how long datagrams take: " + facts.probesSilence);
        return findings.answer(CheckStep::Wire, command);
    }
    const auto now = rungOf(facts.probes->now, ProbeRung::Udp);
    const ProbeFigures figures = figuresOf(now);
    if (!figures.loss) {
        findings.unknown("no datagram was sent over this link"
                         + (figures.reason.empty() ? "" : " (" + figures.reason + ")"));
        return findings.answer(CheckStep::Wire, command);
    }
    judgeLoss(findings, figures);
    compare(findings, "a datagram there and back", Timing::of(now.time),
            Timing::of(rungOf(facts.probes->usual, ProbeRung::Udp).time));
    return findings.answer(CheckStep::Wire, command);
}

} // namespace causeway::link
