// SPDX-License-Identifier: Apache-2.0
#include "link/failure_judge.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace causeway::link {
namespace {

using Fact = Evidence::Fact;
using Part = LegName::Part;

constexpr double kLeastShare = 0.03;    // more of the requests than usual
constexpr double kStandingShare = 0.05; // more than elsewhere: some always fail somewhere
constexpr double kErrors = 5;           // standard errors
constexpr std::uint64_t kLeastRequests = 30;
constexpr std::uint64_t kLeastFailures = 5; // fewer are chance, however rare they were

struct Count {
    std::uint64_t failed = 0;
    std::uint64_t requests = 0;
    [[nodiscard]] double share() const {
        return requests == 0 ? 0 : double(failed) / double(requests);
    }
};

struct Growth {
    double usual = 0;
    double now = 0;
    double errors = 0; // how many standard errors lie between the two
    bool standing = false;
};

// How much more fails; nothing when that may be chance or is little.
std::optional<Growth> growthOf(const Count& now, const Count& usual, double least) {
    if (now.requests < kLeastRequests || now.failed < kLeastFailures)
        return std::nullopt;
    // Half a failure more in both, so that none is not "never".
    const double p = (double(usual.failed) + 0.5) / (double(usual.requests) + 1);
    const double variance =
        p * (1 - p)
        * (1 / double(now.requests) + 1 / double(std::max<std::uint64_t>(usual.requests, 1)));
    const Growth growth{.usual = usual.share(),
                        .now = now.share(),
                        .errors = (now.share() - p) / std::sqrt(variance)};
    if (growth.now - growth.usual < least || growth.errors < kErrors)
        return std::nullopt;
    return growth;
}

// What fails against its own past, else against the median of the others.
class Comparison {
public:
    Comparison(std::vector<Count> now, std::vector<std::optional<Count>> usual)
        : m_now(std::move(now)), m_usual(std::move(usual)) {}

    [[nodiscard]] std::optional<Growth> operator[](std::size_t i) const {
        if (m_usual[i] && m_usual[i]->requests >= kLeastRequests)
            if (const auto grown = growthOf(m_now[i], *m_usual[i], kLeastShare))
                return grown;
        const auto others = medianWithout(i);
        auto standing = others ? growthOf(m_now[i], *others, kStandingShare) : std::nullopt;
        if (standing)
            standing->standing = true;
        return standing;
    }

private:
    [[nodiscard]] std::optional<Count> medianWithout(std::size_t i) const {
        std::vector<Count> others;
        for (std::size_t other = 0; other < m_now.size(); ++other)
            if (other != i && m_now[other].requests >= kLeastRequests)
                others.push_back(m_now[other]);
        if (others.size() < 2)
            return std::nullopt;
        std::ranges::sort(others, {}, &Count::share);
        return others[others.size() / 2];
    }

    std::vector<Count> m_now;
    std::vector<std::optional<Count>> m_usual;
};

std::string placeOf(const ServiceTimes& service) {
    return service.service + "@" + service.cluster;
}

std::string nameOf(const LinkTimes& link) {
    return link.from + ":" + link.to;
}

double confidenceOf(const Growth& growth) {
    return std::min(0.99, 0.5 + growth.errors / 40 + (growth.standing ? -0.1 : 0.1));
}

Verdict verdictOf(LegName leg, Kind kind, const Growth& growth) {
    Verdict verdict;
    verdict.leg = std::move(leg);
    verdict.kind = kind;
    verdict.confidence = confidenceOf(growth);
    verdict.standing = growth.standing;
    verdict.failing = growth.now;
    return verdict;
}

class ServiceJudge {
public:
    ServiceJudge(const Picture& now, const Picture* usual)
        : m_now(now), m_comparison(countsOf(now), pastOf(now, usual)) {}

    [[nodiscard]] std::vector<Verdict> verdicts() const {
        std::vector<Verdict> all;
        for (std::size_t i = 0; i < m_now.services.size(); ++i)
            if (const auto growth = m_comparison[i])
                all.push_back(judge(m_now.services[i], *growth));
        return all;
    }

private:
    static Count countOf(const ServiceTimes& service) { return {service.failed, service.answered}; }
    static std::vector<Count> countsOf(const Picture& picture) {
        std::vector<Count> counts;
        for (const auto& service : picture.services)
            counts.push_back(countOf(service));
        return counts;
    }
    static std::vector<std::optional<Count>> pastOf(const Picture& now, const Picture* usual) {
        std::vector<std::optional<Count>> past(now.services.size());
        for (std::size_t i = 0; usual && i < past.size(); ++i) {
            const auto found = std::ranges::find_if(usual->services, [&](const auto& each) {
                return placeOf(each) == placeOf(now.services[i]);
            });
            if (found != usual->services.end())
                past[i] = countOf(*found);
        }
        return past;
    }
    [[nodiscard]] Verdict judge(const ServiceTimes& service, const Growth& growth) const {
        const std::string workload = service.service.substr(0, service.service.find('.'));
        Verdict verdict =
            verdictOf({Part::Workload, service.cluster, workload}, Kind::FailingWorkload, growth);
        verdict.service = service.service;
        verdict.evidence.push_back(
            {Fact::ServiceFails, {placeOf(service)}, {growth.usual, growth.now}});
        for (const auto& link : m_now.links) {
            if (link.to != service.cluster || service.overLinks == 0)
                continue;
            verdict.links.push_back(nameOf(link));
            if (link.lost && link.requests > 0)
                verdict.clears.push_back(
                    {Fact::WayHolds, {nameOf(link)}, {double(*link.lost) / double(link.requests)}});
        }
        verdict.next.push_back({Fact::CheckService, {workload, service.cluster}, {}});
        return verdict;
    }

    const Picture& m_now;
    Comparison m_comparison;
};

class WayJudge {
public:
    WayJudge(const Picture& now, const Picture* usual) : m_now(now) {
        const Comparison comparison(countsOf(now), pastOf(now, usual));
        for (std::size_t i = 0; i < now.links.size(); ++i)
            m_growth.push_back(comparison[i]);
    }

    // A site whose every link fails is at fault; then a wire both of whose directions fail; what
    // is left is the way into its site, as far as can be told.
    [[nodiscard]] std::vector<Verdict> verdicts() {
        std::vector<Verdict> all;
        for (const std::string& site : m_now.sites()) {
            take(
                all, {Part::Ingress, site, {}}, [&](const auto& link) { return link.to == site; },
                2);
            take(
                all, {Part::Egress, site, {}}, [&](const auto& link) { return link.from == site; },
                2);
        }
        for (const auto& link : m_now.links) {
            const auto isOnWire = [&](const auto& other) {
                return LegName::wire(other.from, other.to) == LegName::wire(link.from, link.to);
            };
            take(all, LegName::wire(link.from, link.to), isOnWire, 2);
        }
        for (const auto& link : m_now.links) {
            const auto isIt = [&](const auto& other) { return &other == &link; };
            if (take(all, {Part::Ingress, link.to, {}}, isIt, 1))
                all.back().evidence.push_back({Fact::CannotTellApart,
                                               {LegName{Part::Egress, link.from, {}}.text(),
                                                LegName::wire(link.from, link.to).text()},
                                               {}});
        }
        return all;
    }

private:
    static Count countOf(const LinkTimes& link) {
        return link.lost ? Count{*link.lost, link.requests} : Count{};
    }
    static std::vector<Count> countsOf(const Picture& picture) {
        std::vector<Count> counts;
        for (const auto& link : picture.links)
            counts.push_back(countOf(link));
        return counts;
    }
    static std::vector<std::optional<Count>> pastOf(const Picture& now, const Picture* usual) {
        std::vector<std::optional<Count>> past(now.links.size());
        for (std::size_t i = 0; usual && i < past.size(); ++i)
            if (const auto* before = usual->find(now.links[i].from, now.links[i].to))
                past[i] = countOf(*before);
        return past;
    }

    // Accuses when at least `least` links that `concerns` names were measured and all of them
    // fail. What is explained is out.
    bool take(std::vector<Verdict>& all, LegName leg,
              const std::function<bool(const LinkTimes&)>& concerns, std::size_t least) {
        std::vector<std::size_t> failing;
        for (std::size_t i = 0; i < m_now.links.size(); ++i) {
            if (!concerns(m_now.links[i]) || countOf(m_now.links[i]).requests < kLeastRequests)
                continue;
            if (!m_growth[i])
                return false;
            failing.push_back(i);
        }
        if (failing.size() < least)
            return false;
        const auto worst =
            std::ranges::max(failing, {}, [&](std::size_t i) { return m_growth[i]->now; });
        Verdict verdict = verdictOf(std::move(leg), Kind::FailingWay, *m_growth[worst]);
        for (const std::size_t i : failing)
            accuse(verdict, i);
        verdict.next.push_back(
            {Fact::CheckGateway,
             {verdict.leg.part == Part::Wire ? m_now.links[worst].to : verdict.leg.site},
             {}});
        all.push_back(std::move(verdict));
        return true;
    }
    void accuse(Verdict& verdict, std::size_t i) {
        const LinkTimes& link = m_now.links[i];
        const Growth& growth = *m_growth[i];
        verdict.links.push_back(nameOf(link));
        verdict.evidence.push_back({Fact::WayFails, {nameOf(link)}, {growth.usual, growth.now}});
        verdict.clears.push_back({Fact::AnswersWell,
                                  {nameOf(link)},
                                  {double(link.failures - *link.lost) / double(link.requests)}});
        m_growth[i].reset();
    }

    const Picture& m_now;
    std::vector<std::optional<Growth>> m_growth; // of each link; nothing once it is explained
};

} // namespace

std::vector<Verdict> judgeFailures(const Picture& now, const Picture* usual) {
    std::vector<Verdict> all = WayJudge(now, usual).verdicts();
    std::ranges::move(ServiceJudge(now, usual).verdicts(), std::back_inserter(all));
    std::ranges::stable_sort(all, std::ranges::greater(), &Verdict::failing);
    return all;
}

} // namespace causeway::link
