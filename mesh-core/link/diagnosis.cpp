// SPDX-License-Identifier: Apache-2.0
#include "link/diagnosis.h"

#include "link/candidates.h"
#include "link/direction_judge.h"
#include "link/failure_judge.h"
#include "link/leg_judge.h"

#include <algorithm>

namespace causeway::link {
namespace {

bool hasLegs(const Picture& picture) {
    return std::ranges::any_of(picture.links, [](const LinkTimes& link) {
        return std::ranges::any_of(link.legs, [](const auto& leg) { return leg.has_value(); });
    });
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
    case Kind::FailingWay:
        break;
    }
    return "failing-way";
}

std::vector<Verdict> diagnose(const Picture& now, const Picture* usual) {
    if (!hasLegs(now))
        return judgeByDirections(now);
    std::vector<Verdict> verdicts = judgeFailures(now, usual);
    const auto addAll = [&](std::vector<Verdict> more) {
        std::ranges::move(more, std::back_inserter(verdicts));
    };
    if (usual && hasLegs(*usual))
        addAll(judgeByLegs(now, *usual, false));
    for (auto& verdict : judgeByLegs(now, peersOf(now), true)) {
        const bool told = std::ranges::any_of(
            verdicts, [&](const Verdict& each) { return each.leg == verdict.leg; });
        if (!told)
            verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

} // namespace causeway::link
