// SPDX-License-Identifier: Apache-2.0
#include "link/loss_judge.h"

#include "link/probe_figures.h"

#include <algorithm>
#include <map>

namespace causeway::link {
namespace {

using Fact = Evidence::Fact;
using telemetry::ProbeRung;
using telemetry::ProbeSample;

constexpr double kLeastLow = 0.02; // of the interval that holds the true share
constexpr double kMost = 0.5;
constexpr std::uint64_t kLeastLost = 3; // fewer are chance, however few were sent

struct Datagrams {
    std::uint64_t lost = 0;
    std::uint64_t sent = 0;

    void add(const std::vector<ProbeSample>& samples) {
        for (const auto& sample : samples) {
            if (sample.rung != ProbeRung::Udp)
                continue;
            lost += sample.lost - std::min(sample.lost, sample.late);
            sent += sample.answered + sample.lost;
        }
    }
    [[nodiscard]] std::optional<Share> share() const { return shareOf(lost, sent); }
};

struct Wire {
    LegName name;
    Datagrams now;
    Datagrams usual;
    std::vector<std::string> links;

    [[nodiscard]] bool loses() const {
        const auto share = now.share();
        const auto before = usual.share();
        return share && now.lost >= kLeastLost && share->low > kLeastLow
               && (!before || share->low > before->high);
    }
    [[nodiscard]] bool isAt(const std::string& site) const {
        return name.site == site || name.other == site;
    }
};

std::vector<Wire> wiresOf(std::span<const LinkProbes> probes) {
    std::map<LegName, Wire> wires;
    for (const auto& each : probes) {
        const auto colon = each.link.find(':');
        const auto name = LegName::wire(each.link.substr(0, colon), each.link.substr(colon + 1));
        Wire& wire = wires[name];
        wire.name = name;
        wire.now.add(each.now);
        wire.usual.add(each.usual);
        wire.links.push_back(each.link);
    }
    std::vector<Wire> list;
    for (auto& [name, wire] : wires)
        list.push_back(std::move(wire));
    return list;
}

// Several wires, and all of them lose: what they share is at fault.
bool losesEverywhere(const std::vector<Wire>& wires, const std::string& site) {
    std::size_t count = 0;
    for (const auto& wire : wires)
        if (wire.isAt(site) && wire.name.site != wire.name.other) { // what stays inside is no wire
            ++count;
            if (!wire.loses())
                return false;
        }
    return count > 1;
}

Verdict verdictOf(const Wire& wire) {
    const auto now = *wire.now.share();
    const auto usual = wire.usual.share();
    Verdict verdict;
    verdict.leg = wire.name;
    verdict.kind = Kind::LossyWire;
    verdict.confidence = 0.95; // as sure as the interval is
    verdict.losing = now.value;
    verdict.links = wire.links;
    verdict.evidence.push_back(
        {Fact::DatagramsLost,
         {wire.name.site, wire.name.other},
         {usual ? usual->value : 0, now.value, double(wire.now.lost), double(wire.now.sent)}});
    for (const auto& link : wire.links)
        verdict.next.push_back({Fact::MeasureLegs, {link}, {}});
    return verdict;
}

} // namespace

std::vector<Verdict> judgeLoss(std::span<const LinkProbes> probes) {
    const auto wires = wiresOf(probes);
    std::vector<Verdict> verdicts;
    for (const auto& wire : wires) {
        if (!wire.loses() || wire.now.share()->value > kMost
            || losesEverywhere(wires, wire.name.site) || losesEverywhere(wires, wire.name.other))
            continue;
        verdicts.push_back(verdictOf(wire));
    }
    std::ranges::stable_sort(verdicts, std::ranges::greater(), &Verdict::losing);
    return verdicts;
}

} // namespace causeway::link
