// SPDX-License-Identifier: Apache-2.0
#include "link/diagnosis.h"

#include "link/candidates.h"
#include "link/direction_judge.h"
#include "link/failure_judge.h"
#include "link/inventory_judge.h"
#include "link/leg_judge.h"
#include "link/loss_judge.h"

#include <algorithm>

namespace causeway::link {
namespace {

bool hasLegs(const Picture& picture) {
    return std::ranges::any_of(picture.links, [](const LinkTimes& link) {
        return std::ranges::any_of(link.legs, [](const auto& leg) { return leg.has_value(); });
    });
}

// Whether what a workload fails is what its policy refuses: then the policy is told, and not it.
bool isDenied(const Verdict& verdict, const Picture& now, const FleetFacts& facts) {
    if (verdict.kind != Kind::FailingWorkload)
        return false;
    return std::ranges::any_of(now.services, [&](const ServiceTimes& service) {
        return service.cluster == verdict.leg.site
               && service.service == verdict.service
               && deniedFailures(facts, service.service, service.cluster) * 2 > service.failed;
    });
}

// The wire that loses packets and is slow for it; null when it is slow for another reason.
Verdict* lossOf(const Verdict& slow, std::vector<Verdict>& verdicts) {
    const auto lossy = std::ranges::find_if(verdicts, [&](const Verdict& each) {
        return each.kind == Kind::LossyWire && each.leg == slow.leg;
    });
    return slow.kind == Kind::SlowLeg && lossy != verdicts.end() ? &*lossy : nullptr;
}

// What slowness adds, and by what it is seen, goes to the loss that makes it.
void takeOver(Verdict& lossy, Verdict slow) {
    lossy.deltaLowMs = slow.deltaLowMs;
    lossy.deltaHighMs = slow.deltaHighMs;
    std::ranges::move(slow.evidence, std::back_inserter(lossy.evidence));
    std::ranges::move(slow.clears, std::back_inserter(lossy.clears));
}

// The share of requests that may fail by it, 0…1: what fails most comes first, and what lets all
// fail before what they are seen to fail by.
double harmOf(const Verdict& verdict) {
    if (verdict.kind == Kind::Certificate)
        return 1;
    if (verdict.kind != Kind::Endpoints)
        return verdict.failing;
    const auto& values = verdict.evidence.front().values; // ready, and all
    return values[0] == 0 ? 1 : (1 - values[0] / values[1]) / 2; // the others take over
}

} // namespace

std::string_view name(Kind kind) {
    switch (kind) {
    case Kind::DirectionsDiffer:
        return "directions-differ";
    case Kind::SlowLeg:
        return "slow-leg";
    case Kind::ConnectionsNotReused:
        return "connections-not-reused";
    case Kind::SlowSetup:
        return "slow-setup";
    case Kind::SlowWorkload:
        return "slow-workload";
    case Kind::FailingWorkload:
        return "failing-workload";
    case Kind::Certificate:
        return "certificate";
    case Kind::Policy:
        return "policy";
    case Kind::Endpoints:
        return "endpoints";
    case Kind::LossyWire:
        return "lossy-wire";
    case Kind::FailingWay:
        break;
    }
    return "failing-way";
}

std::vector<Verdict> diagnose(const Picture& now, const Picture* usual) {
    std::vector<Verdict> verdicts = judgeFailures(now, usual);
    const auto addAll = [&](std::vector<Verdict> more) {
        std::ranges::move(more, std::back_inserter(verdicts));
    };
    // A matrix of whole times, or nothing got through.
    if (!hasLegs(now)) {
        addAll(judgeByDirections(now));
        return verdicts;
    }
    if (usual && hasLegs(*usual))
        addAll(judgeByLegs(now, *usual, false));
    for (auto& verdict : judgeByLegs(now, peersOf(now), true)) {
        const bool told = std::ranges::any_of(
            verdicts, [&](const Verdict& each) {
                return each.leg == verdict.leg && each.service == verdict.service;
            });
        if (!told)
            verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

std::vector<Verdict> diagnose(const Picture& now, const Picture* usual, const FleetFacts& facts) {
    std::vector<Verdict> verdicts = judgeEndpoints(facts);
    std::vector<Verdict> later; // no news: due certificates, denials of always or of before
    for (auto& verdict : judgeCertificates(facts)) {
        const bool hasExpired = verdict.evidence.front().fact == Evidence::Fact::CertificateExpired;
        (hasExpired ? verdicts : later).push_back(std::move(verdict));
    }
    for (auto& verdict : judgeDenials(facts))
        (verdict.standing || verdict.over ? later : verdicts).push_back(std::move(verdict));
    std::ranges::move(judgeLoss(facts.probes), std::back_inserter(verdicts));
    for (auto& verdict : diagnose(now, usual)) {
        if (isDenied(verdict, now, facts))
            continue;
        if (auto* lossy = lossOf(verdict, verdicts))
            takeOver(*lossy, std::move(verdict));
        else
            verdicts.push_back(std::move(verdict));
    }
    const auto news = std::ranges::stable_partition(
        verdicts, [](const Verdict& verdict) { return !verdict.standing; });
    std::ranges::stable_sort(verdicts.begin(), news.begin(), std::ranges::greater(), harmOf);
    std::ranges::move(later, std::back_inserter(verdicts));
    return verdicts;
}

} // namespace causeway::link
