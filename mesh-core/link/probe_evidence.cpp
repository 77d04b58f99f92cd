// SPDX-License-Identifier: Apache-2.0
#include "link/probe_evidence.h"

#include "link/probe_figures.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

// Below both a round trip has not changed.
constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.1;

std::optional<double> medianOf(const std::vector<ProbeSample>& samples, ProbeRung rung) {
    const auto found = std::ranges::find(samples, rung, &ProbeSample::rung);
    return found == samples.end() ? std::nullopt : figuresOf(*found).p50Ms;
}

// Of a wire: the datagrams agree or they do not. Of anything else: they clear the wire.
void addRoundTrip(Verdict& verdict, const LinkProbes& probes) {
    const auto now = medianOf(probes.now, ProbeRung::Udp);
    const auto usual = medianOf(probes.usual, ProbeRung::Udp);
    if (!now || !usual)
        return;
    const bool grew = *now - *usual > std::max(kLeastMs, kLeastShare * *usual);
    const Evidence told{grew ? Evidence::Fact::RoundTripGrew : Evidence::Fact::RoundTripUnchanged,
                        {probes.link},
                        {*usual, *now}};
    if (grew || verdict.leg.part == LegName::Part::Wire)
        verdict.evidence.push_back(told);
    else
        verdict.clears.push_back(told);
}

void addSetUp(Verdict& verdict, const LinkProbes& probes) {
    const auto warm = medianOf(probes.now, ProbeRung::HttpWarm);
    const auto cold = medianOf(probes.now, ProbeRung::HttpCold);
    if (warm && cold)
        verdict.evidence.push_back(
            {Evidence::Fact::ColdAgainstWarm, {probes.link}, {*warm, *cold}});
}

} // namespace

void addProbeEvidence(Verdict& verdict, std::span<const LinkProbes> probes) {
    constexpr std::size_t kMost = 3;
    if (!verdict.addsTime() && !isFailing(verdict.kind))
        return;
    for (std::size_t i = 0; i < std::min(verdict.links.size(), kMost); ++i) {
        const auto told = std::ranges::find(probes, verdict.links[i], &LinkProbes::link);
        if (told == probes.end())
            continue;
        if (verdict.leg.part == LegName::Part::Connect)
            addSetUp(verdict, *told);
        if (!verdict.standing)
            addRoundTrip(verdict, *told);
    }
}

} // namespace causeway::link
