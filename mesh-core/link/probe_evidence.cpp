// SPDX-License-Identifier: Apache-2.0
#include "link/probe_evidence.h"

#include "link/probe_figures.h"
#include "link/units.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

// Below both a round trip has not changed.
constexpr double kLeastMs = 2;
constexpr double kLeastShare = 0.1;
// Two changes that differ by no more than this share of the one are the same.
constexpr double kSameShare = 0.25;

std::optional<double> medianOf(const std::vector<ProbeSample>& samples, ProbeRung rung) {
    const auto found = std::ranges::find(samples, rung, &ProbeSample::rung);
    return found == samples.end() ? std::nullopt : figuresOf(*found).p50Ms;
}

// Below both, two figures are the same.
double leastChange(double usual) {
    return std::max(kLeastMs, kLeastShare * usual);
}

// What the wire is accused or cleared by.
void tell(Verdict& verdict, const Evidence& told, bool accuses) {
    (accuses ? verdict.evidence : verdict.clears).push_back(told);
}

std::optional<double> roundTripOf(const telemetry::ConnectionSample& connections) {
    const auto us = connections.rtt.quantileUs(0.5);
    return us ? std::optional(*us / 1000) : std::nullopt;
}

// Whether the connections that requests took have changed as the datagrams have. Changes are
// compared, not the figures: an acknowledgement may wait for the answer that it travels with, which
// the kernel's round trip has in it now and then alike.
std::optional<Evidence> connectionsOf(const LinkProbes& probes, double datagramsGrewMs) {
    const auto now = roundTripOf(probes.connectionsNow);
    const auto usual = roundTripOf(probes.connectionsUsual);
    if (!now || !usual)
        return std::nullopt;
    const bool agree = std::abs(*now - *usual - datagramsGrewMs)
                       <= std::max(leastChange(*usual), kSameShare * std::abs(datagramsGrewMs));
    return Evidence{agree ? Evidence::Fact::ConnectionsAgree : Evidence::Fact::ConnectionsDiffer,
                    {probes.link},
                    {*usual, *now}};
}

// Of a wire: the datagrams agree or they do not. Of anything else: they clear the wire.
void addRoundTrip(Verdict& verdict, const LinkProbes& probes) {
    const auto now = medianOf(probes.now, ProbeRung::Udp);
    const auto usual = medianOf(probes.usual, ProbeRung::Udp);
    if (!now || !usual)
        return;
    const bool grew = *now - *usual > leastChange(*usual);
    const bool accuses = grew || verdict.leg.part == LegName::Part::Wire;
    tell(verdict,
         {grew ? Evidence::Fact::RoundTripGrew : Evidence::Fact::RoundTripUnchanged,
          {probes.link},
          {*usual, *now}},
         accuses);
    if (const auto connections = connectionsOf(probes, *now - *usual))
        tell(verdict, *connections, accuses);
}

void addSetUp(Verdict& verdict, const LinkProbes& probes) {
    const auto warm = medianOf(probes.now, ProbeRung::HttpWarm);
    const auto cold = medianOf(probes.now, ProbeRung::HttpCold);
    if (warm && cold)
        verdict.evidence.push_back(
            {Evidence::Fact::ColdAgainstWarm, {probes.link}, {*warm, *cold}});
}

// Another way is a reason for another time, and for what is lost on it: of whatever lies between
// the gateways.
void addPathChanges(Verdict& verdict, const LinkProbes& probes) {
    using Part = LegName::Part;
    const Part part = verdict.leg.part;
    if (part != Part::Wire && part != Part::Egress && part != Part::Ingress
        && part != Part::Connect)
        return;
    for (const PathChange& each : probes.pathChanges)
        verdict.evidence.push_back({Evidence::Fact::PathChanged,
                                    {each.from, each.to, units::time(each.at)},
                                    {double(each.before), double(each.after)}});
}

} // namespace

void addProbeEvidence(Verdict& verdict, std::span<const LinkProbes> probes) {
    constexpr std::size_t kMost = 3;
    if (!verdict.addsTime() && !isFailing(verdict.kind) && verdict.kind != Kind::LossyWire)
        return;
    for (std::size_t i = 0; i < std::min(verdict.links.size(), kMost); ++i) {
        const auto told = std::ranges::find(probes, verdict.links[i], &LinkProbes::link);
        if (told == probes.end())
            continue;
        if (verdict.leg.part == LegName::Part::Connect)
            addSetUp(verdict, *told);
        if (verdict.standing)
            continue;
        addRoundTrip(verdict, *told);
        addPathChanges(verdict, *told);
    }
}

} // namespace causeway::link
