// SPDX-License-Identifier: Apache-2.0
#include "link/direction_judge.h"

#include "link/balance.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace causeway::link {
namespace {

using Fact = Evidence::Fact;
using Part = LegName::Part;

std::string linkName(const LinkTimes& link) {
    return link.from + ":" + link.to;
}

class Judge {
public:
    explicit Judge(const Picture& now) : m_now(now), m_fit(fitBalance(now)) {}

    std::vector<Verdict> verdicts() const {
        std::vector<Verdict> all;
        for (const auto& site : m_fit.sites)
            if (auto verdict = judge(site))
                all.push_back(*std::move(verdict));
        std::ranges::sort(all, [](const Verdict& a, const Verdict& b) {
            return std::tie(b.confidence, b.deltaHighMs) < std::tie(a.confidence, a.deltaHighMs);
        });
        return all;
    }

private:
    std::optional<Verdict> judge(const SiteBalance& site) const {
        Verdict verdict;
        const bool inbound = site.inboundLessOutboundMs > 0;
        verdict.leg = {inbound ? Part::Ingress : Part::Egress, site.site, {}};
        verdict.kind = Kind::DirectionsDiffer;
        verdict.standing = true;
        addPairs(verdict, inbound);
        if (verdict.links.empty())
            return std::nullopt;
        const double low = inbound ? site.lowMs : -site.highMs;
        const double high = inbound ? site.highMs : -site.lowMs;
        verdict.deltaLowMs = std::max(0.0, low);
        verdict.deltaHighMs = high;
        // That one site is off is likelier than that all others are, the more others there are.
        const double others = double(m_fit.groupSize(site.group)) - 1;
        verdict.confidence = std::clamp(
            (1 - std::pow(0.5, others)) * (1 - m_fit.residualMs / std::max(1.0, high)), 0.05, 0.95);
        addEvidence(verdict, site);
        addClears(verdict);
        addNext(verdict);
        return verdict;
    }

    bool isOdd(const std::string& site) const {
        const auto found = std::ranges::find(m_fit.sites, site, &SiteBalance::site);
        return found != m_fit.sites.end() && std::abs(found->inboundLessOutboundMs) >= 5;
    }

    // The links that are slower than their way back, on the side that this site is on.
    void addPairs(Verdict& verdict, bool inbound) const {
        for (const auto& link : m_now.links) {
            const auto* back = m_now.find(link.to, link.from);
            const bool own = (inbound ? link.to : link.from) == verdict.leg.site;
            if (!own || link.from == link.to || !link.whole || !back || !back->whole
                || link.whole->meanMs < back->whole->meanMs
                || !differ(link.whole->meanMs, back->whole->meanMs))
                continue;
            // Where the other end is the odd one, it has a verdict of its own.
            const auto& other = inbound ? link.from : link.to;
            const auto group = groupOf(verdict.leg.site);
            if (group && m_fit.groupSize(*group) > 2 && !isOdd(verdict.leg.site) && isOdd(other))
                continue;
            verdict.links.push_back(linkName(link));
            verdict.evidence.push_back({Fact::DirectionsDiffer,
                                        {link.from, link.to},
                                        {link.whole->meanMs, back->whole->meanMs}});
        }
    }

    std::optional<std::size_t> groupOf(const std::string& site) const {
        const auto found = std::ranges::find(m_fit.sites, site, &SiteBalance::site);
        return found == m_fit.sites.end() ? std::nullopt : std::optional(found->group);
    }

    void addEvidence(Verdict& verdict, const SiteBalance& site) const {
        if (m_fit.residualMs >= 1)
            verdict.evidence.push_back({Fact::FitLeaves, {}, {m_fit.residualMs}});
        if (m_fit.groupSize(site.group) > 2)
            return;
        // Two sites alone: into the one looks exactly like out of the other.
        Evidence same{Fact::CannotTellApart, {}, {}};
        for (const auto& other : m_fit.sites)
            if (other.group == site.group && other.site != site.site)
                same.names.push_back(LegName{
                    verdict.leg.part == Part::Ingress ? Part::Egress : Part::Ingress,
                    other.site,
                    {}}.text());
        verdict.evidence.push_back(std::move(same));
    }

    void addClears(Verdict& verdict) const {
        for (const auto& link : m_now.links) {
            const auto* back = m_now.find(link.to, link.from);
            if (link.from == link.to && link.whole && link.to == verdict.leg.site
                && link.whole->meanMs < verdict.deltaLowMs)
                verdict.clears.push_back(
                    {Fact::SelfLinkIsFast, {link.to}, {link.whole->meanMs, verdict.deltaLowMs}});
            if (link.from >= link.to || !link.whole || !back || !back->whole)
                continue;
            if (differ(link.whole->meanMs, back->whole->meanMs))
                verdict.clears.push_back({Fact::SameFromBothEnds, {link.from, link.to}, {}});
            else
                verdict.clears.push_back({Fact::Balanced,
                                          {link.from, link.to},
                                          {link.whole->meanMs, back->whole->meanMs}});
        }
    }

    void addNext(Verdict& verdict) const {
        for (const auto& link : verdict.links)
            verdict.next.push_back({Fact::CheckReuse, {link}, {}});
        verdict.next.push_back({Fact::CheckGateway, {verdict.leg.site}, {}});
        for (const auto& link : m_now.links)
            if (!link.whole)
                verdict.next.push_back({Fact::MeasureLink, {link.from, link.to}, {}});
    }

    const Picture& m_now;
    BalanceFit m_fit;
};

} // namespace

std::vector<Verdict> judgeByDirections(const Picture& now) {
    return Judge(now).verdicts();
}

} // namespace causeway::link
