// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_verdict.h"

#include <algorithm>

namespace causeway::app::pages {

using domain::EdgeStats;
using domain::Leg;

namespace {

constexpr double kQuantile = 0.95;
constexpr double kSlower = 1.25;    // over its own baseline
constexpr double kAsymmetric = 1.5; // over the way back
constexpr double kConvinced = 0.5;  // the leg explains at least half

struct Suspect {
    Leg leg = Leg::Wire;
    double excess = 0;
    double total = 0;
};

// The leg that grew most against `usual`, and how much all of them grew.
Suspect suspect(const EdgeStats& now, const EdgeStats& usual) {
    Suspect worst;
    for (const Leg leg : domain::kLegOrder) {
        const auto slow = meanMs(now, leg);
        const auto before = meanMs(usual, leg);
        if (!slow)
            continue;
        const double excess = std::max(0.0, *slow - before.value_or(0));
        worst.total += excess;
        if (excess > worst.excess) {
            worst.excess = excess;
            worst.leg = leg;
        }
    }
    return worst;
}

bool hasLegs(const EdgeStats& stats) {
    return stats.caller
           && std::any_of(stats.caller->legs.begin(), stats.caller->legs.end(),
                          [](const auto& leg) { return !leg.empty(); });
}

} // namespace

std::optional<double> meanMs(const EdgeStats& stats, Leg leg) {
    if (!stats.caller)
        return std::nullopt;
    const domain::Histogram& histogram = stats.caller->leg(leg);
    if (histogram.empty())
        return std::nullopt;
    return double(histogram.sumUs()) / double(histogram.count()) / 1000;
}

LinkVerdict explain(const store::LinkRow& link, const store::LinkRow* back) {
    LinkVerdict verdict;
    const auto now = link.now.latencyMs(kQuantile);
    if (!now)
        return verdict;
    verdict.nowMs = *now;
    const auto usual = link.baseline.latencyMs(kQuantile);
    verdict.backMs = back != nullptr ? back->now.latencyMs(kQuantile) : std::nullopt;
    verdict.usualMs = usual.value_or(verdict.backMs.value_or(*now));
    verdict.coldShare = link.now.caller ? domain::coldShare(*link.now.caller) : std::nullopt;

    const bool slower = usual && *now > *usual * kSlower;
    const bool asymmetric = verdict.backMs && *now > *verdict.backMs * kAsymmetric;
    if (!slower && !asymmetric) {
        verdict.kind = LinkVerdict::Kind::AsUsual;
        return verdict;
    }
    const EdgeStats& reference = slower ? link.baseline : back->now;
    if (!hasLegs(link.now) || !hasLegs(reference)) {
        verdict.kind = asymmetric ? LinkVerdict::Kind::NotTheWire : LinkVerdict::Kind::Unclear;
        return verdict;
    }
    const Suspect worst = suspect(link.now, reference);
    verdict.confidence = worst.total > 0 ? worst.excess / worst.total : 0;
    verdict.leg = worst.leg;
    verdict.legMs = meanMs(link.now, worst.leg).value_or(0);
    verdict.kind = verdict.confidence >= kConvinced ? LinkVerdict::Kind::LegIsSlow
                                                    : LinkVerdict::Kind::Unclear;
    return verdict;
}

} // namespace causeway::app::pages
