// SPDX-License-Identifier: Apache-2.0
#include "link/leg_judge.h"

#include "link/candidates.h"

#include <algorithm>
#include <map>
#include <set>

namespace causeway::link {
namespace {

using telemetry::Leg;
using Fact = Evidence::Fact;
using Part = LegName::Part;

constexpr PursuitLimits kChanged{2, 30, 4};
// Links differ from each other by nature: more is asked of what stands out all the time.
constexpr PursuitLimits kStanding{5, 30, 4};
// What a fault must add to a way before anybody is accused of it.
constexpr double kLeastShare = 0.04;
constexpr double kReuseFell = 0.2;

std::string linkName(const LinkTimes& link) {
    return link.from + ":" + link.to;
}

// One comparison of now with a reference, and the verdicts that come of it.
class Judge {
public:
    Judge(const Picture& now, const Picture& reference, bool standing)
        : m_now(now), m_reference(reference), m_standing(standing),
          m_problem(pose(now, reference)) {}

    std::vector<Verdict> verdicts() const {
        std::vector<Verdict> all;
        const auto found =
            pursue(m_problem.cells, m_problem.suspects(), m_standing ? kStanding : kChanged);
        for (const auto& explanation : found)
            if (auto verdict = judge(explanation))
                all.push_back(*std::move(verdict));
        return all;
    }

private:
    std::optional<Verdict> judge(const Explanation& explanation) const {
        const auto& candidate = m_problem.candidates[explanation.suspect];
        Verdict verdict;
        verdict.leg = candidate.leg;
        verdict.confidence = explanation.confidence;
        verdict.standing = m_standing;
        const auto cells = accused(candidate.suspect, explanation);
        if (verdict.leg.part == Part::Workload)
            for (const auto cell : cells)
                if (const auto service = m_problem.origins[cell].service)
                    verdict.service = m_now.services[*service].service;
        addAmounts(verdict, cells);
        if (verdict.deltaHighMs < kLeastShare * wholeOf(cells))
            return std::nullopt;
        verdict.kind = kindOf(verdict);
        addEvidence(verdict, cells);
        addAlternatives(verdict, explanation);
        addClears(verdict, cells);
        addNext(verdict);
        return verdict;
    }

    // The cells that the fault made slower; a column of the model that stayed near zero has none.
    std::vector<std::size_t> accused(const Suspect& suspect, const Explanation& fit) const {
        std::vector<std::size_t> cells;
        for (std::size_t i = 0; i < suspect.columns.size(); ++i)
            for (const auto& entry : suspect.columns[i].entries)
                if (fit.amountsMs[i] * entry.weight >= 1)
                    cells.push_back(entry.cell);
        return cells;
    }

    double wholeOf(const std::vector<std::size_t>& cells) const {
        double most = 0;
        for (const auto cell : cells) {
            const auto& origin = m_problem.origins[cell];
            const auto& link = m_now.links[origin.link];
            most = std::max(most, origin.service || origin.setup ? origin.nowMs
                                  : link.whole                   ? link.whole->meanMs
                                                                 : 0);
        }
        return most;
    }

    // By link, since a leg may show in several of its cells.
    void addAmounts(Verdict& verdict, const std::vector<std::size_t>& cells) const {
        std::map<std::string, double> byLink;
        for (const auto cell : cells) {
            const auto& origin = m_problem.origins[cell];
            const std::string name =
                origin.service ? std::string() : linkName(m_now.links[origin.link]);
            // A new connection over a slow wire is slow too, but that is not what the wire adds.
            if (origin.leg == Leg::Connect && verdict.leg.part != Part::Connect)
                continue;
            // A request pays the set-up at most once: the larger of both ways to see it.
            double& sum = byLink[name];
            sum = origin.leg == Leg::Connect ? std::max(sum, m_problem.cells[cell].deltaMs)
                                             : sum + m_problem.cells[cell].deltaMs;
        }
        bool first = true;
        for (const auto& [link, delta] : byLink) {
            verdict.deltaLowMs = first ? delta : std::min(verdict.deltaLowMs, delta);
            verdict.deltaHighMs = first ? delta : std::max(verdict.deltaHighMs, delta);
            first = false;
            if (!link.empty())
                verdict.links.push_back(link);
        }
        if (verdict.leg.part == Part::Workload)
            addServiceLinks(verdict);
    }

    // A slow workload makes every link into its cluster slower by its share of the traffic.
    void addServiceLinks(Verdict& verdict) const {
        for (const auto& link : m_now.links)
            if (link.to == verdict.leg.site && link.whole)
                verdict.links.push_back(linkName(link));
    }

    Kind kindOf(const Verdict& verdict) const {
        if (verdict.leg.part == Part::Workload)
            return Kind::SlowWorkload;
        if (verdict.leg.part != Part::Connect)
            return Kind::SlowLeg;
        return reuseFell(verdict) ? Kind::ConnectionsNotReused : Kind::SlowSetup;
    }

    std::optional<double> reuseElsewhere(const std::string& site) const {
        std::vector<double> shares;
        for (const auto& link : m_now.links)
            if (link.to != site && link.reusedShare)
                shares.push_back(*link.reusedShare);
        if (shares.empty())
            return std::nullopt;
        std::ranges::sort(shares);
        return shares[shares.size() / 2];
    }

    std::optional<double> usualReuse(const LinkTimes& link) const {
        if (m_standing)
            return reuseElsewhere(link.to);
        const auto* before = m_reference.find(link.from, link.to);
        return before ? before->reusedShare : std::nullopt;
    }

    bool reuseFell(const Verdict& verdict) const {
        return std::ranges::any_of(m_now.links, [&](const LinkTimes& link) {
            const auto usual = usualReuse(link);
            return link.to == verdict.leg.site && link.reusedShare && usual
                   && *link.reusedShare < *usual - kReuseFell;
        });
    }

    LegName legOf(const CellOrigin& origin) const {
        if (origin.service) {
            const auto& service = m_now.services[*origin.service];
            return {Part::Workload, service.cluster,
                    service.service.substr(0, service.service.find('.'))};
        }
        const auto& link = m_now.links[origin.link];
        switch (origin.leg) {
        case Leg::Connect:
            return {Part::Connect, link.to, {}};
        case Leg::ToCallee:
            return {Part::Ingress, link.to, {}};
        case Leg::Wire:
            return LegName::wire(link.from, link.to);
        default:
            return {Part::Egress, link.from, {}};
        }
    }

    std::string placeOf(const CellOrigin& origin) const {
        return origin.service ? m_now.services[*origin.service].service + "@"
                                    + m_now.services[*origin.service].cluster
                              : linkName(m_now.links[origin.link]);
    }

    void addEvidence(Verdict& verdict, const std::vector<std::size_t>& cells) const {
        for (const auto cell : cells) {
            const auto& origin = m_problem.origins[cell];
            if (origin.setup) {
                verdict.evidence.push_back(
                    {Fact::SetupGrew, {placeOf(origin)}, {origin.referenceMs, origin.nowMs}});
                continue;
            }
            verdict.evidence.push_back({m_standing ? Fact::LegAboveOthers : Fact::LegGrew,
                                        {placeOf(origin), std::string(name(origin.leg))},
                                        {origin.referenceMs, origin.nowMs}});
        }
        if (verdict.kind != Kind::ConnectionsNotReused)
            return;
        for (const auto& link : m_now.links) {
            const auto usual = usualReuse(link);
            if (link.to == verdict.leg.site && link.reusedShare && usual
                && *link.reusedShare < *usual - kReuseFell)
                verdict.evidence.push_back({m_standing ? Fact::ReuseIsLow : Fact::ReuseFell,
                                            {linkName(link)},
                                            {*usual, *link.reusedShare}});
        }
    }

    void addAlternatives(Verdict& verdict, const Explanation& explanation) const {
        if (explanation.equals.empty())
            return;
        Evidence same{Fact::CannotTellApart, {}, {}};
        for (const auto other : explanation.equals)
            same.names.push_back(m_problem.candidates[other].leg.text());
        verdict.evidence.push_back(std::move(same));
    }

    // Every other leg of the slow links that took its usual time.
    void addClears(Verdict& verdict, const std::vector<std::size_t>& cells) const {
        std::set<std::string> told{verdict.leg.text()};
        for (const auto cell : cells)
            told.insert(legOf(m_problem.origins[cell]).text());
        for (std::size_t i = 0; i < m_problem.cells.size(); ++i) {
            const auto& origin = m_problem.origins[i];
            const double delta = m_problem.cells[i].deltaMs;
            const bool concerned =
                origin.service
                    ? m_now.services[*origin.service].cluster == verdict.leg.site
                          && m_now.services[*origin.service].overLinks > 0
                    : std::ranges::count(verdict.links, linkName(m_now.links[origin.link])) > 0;
            if (!concerned || delta > std::max(1.0, 0.1 * origin.referenceMs))
                continue;
            if (std::string leg = legOf(origin).text(); told.insert(leg).second)
                verdict.clears.push_back({Fact::LegUnchanged,
                                          {std::move(leg), placeOf(origin)},
                                          {origin.referenceMs, origin.nowMs}});
        }
    }

    void addNext(Verdict& verdict) const {
        switch (verdict.leg.part) {
        case Part::Connect:
            for (const auto& link : verdict.links)
                verdict.next.push_back({Fact::CheckReuse, {link}, {}});
            verdict.next.push_back({Fact::CheckGateway, {verdict.leg.site}, {}});
            break;
        case Part::Egress:
        case Part::Ingress:
            verdict.next.push_back({Fact::CheckGateway, {verdict.leg.site}, {}});
            break;
        case Part::Workload:
            verdict.next.push_back({Fact::CheckService, {verdict.leg.other, verdict.leg.site}, {}});
            break;
        case Part::Wire:
            for (const auto& link : verdict.links)
                verdict.next.push_back({Fact::MeasureLegs, {link}, {}});
            break;
        case Part::Certificate: // no fit of times names these
        case Part::Policy:
            break;
        }
    }

    const Picture& m_now;
    const Picture& m_reference;
    bool m_standing;
    Problem m_problem;
};

} // namespace

std::vector<Verdict> judgeByLegs(const Picture& now, const Picture& reference, bool standing) {
    return Judge(now, reference, standing).verdicts();
}

} // namespace causeway::link
