// SPDX-License-Identifier: Apache-2.0
#include "policy/snapshot_impl.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::policy {
namespace {

const ObjectRef kDefaultRoute{"default", "route", "default", ""};
const ObjectRef kNoRoute{"default", "route", "none", ""};
const ObjectRef kLocalhost{"default", "authorization", "localhost", ""};
const ObjectRef kDeny{"default", "authorization", "deny", ""};
const ObjectRef kAudit{"default", "authorization", "audit", ""};

const CompiledAuthorization* firstThatAllows(const Authorizations& list, const Caller& caller,
                                             const IpAddress& client) {
    for (const auto& authorization : list)
        if (authorization.allows(caller, client))
            return &authorization;
    return nullptr;
}

// What never left the host and came without the mesh: a workload may always talk to itself. A mesh
// peer is judged by its identity even when it happens to run on the same host.
bool isLocal(const RequestFacts& facts) {
    return facts.peerIdentity.empty() && !facts.fromOutside && facts.clientIp.isLoopback();
}

std::string_view callerOf(const RequestFacts& facts) {
    return facts.originalCaller.empty() ? facts.peerIdentity : facts.originalCaller;
}

} // namespace

Decision evaluate(const Snapshot& snapshot, const RequestFacts& facts) {
    Decision decision;
    decision.m_keep = snapshot.shared_from_this();
    decision.m_server = &snapshot.rules.server;
    decision.m_route = &kDefaultRoute;
    decision.m_rule = &kDeny;

    const auto caller = Caller::of(callerOf(facts));
    const CompiledAuthorization* allowing = nullptr;
    if (!snapshot.perRoute.empty() && !facts.request.path.empty()) {
        const auto index = snapshot.routes.match(facts.request);
        if (!index) {
            decision.m_verdict = Verdict::NoRoute;
            decision.m_route = &kNoRoute;
            return decision;
        }
        decision.m_route = &snapshot.rules.routes[*index].rule.route;
        const auto& own = snapshot.perRoute[*index];
        allowing = firstThatAllows(own, caller, facts.clientIp);
        decision.m_tried += own.size();
    }
    if (!allowing) {
        allowing = firstThatAllows(snapshot.server, caller, facts.clientIp);
        decision.m_tried += snapshot.server.size();
    }
    if (allowing) {
        decision.m_rule = &allowing->object;
    } else if (isLocal(facts)) {
        decision.m_rule = &kLocalhost;
    } else if (snapshot.rules.defaultVerdict == DefaultVerdict::Audit) {
        decision.m_rule = &kAudit;
        decision.m_wouldDeny = true;
    } else {
        return decision;
    }
    decision.m_verdict = Verdict::Allow;
    decision.m_permit = Permit(decision.m_keep, *decision.m_rule);
    return decision;
}

std::string Decision::describe(const RequestFacts& facts) const {
    const auto caller = callerOf(facts);
    const auto who = fmt::format("{} from {}", caller.empty() ? "an unauthenticated caller" : caller,
                                 facts.clientIp.serialize());
    const auto& request = facts.request;
    switch (m_verdict) {
    case Verdict::NoRoute:
        return fmt::format("no route: {} {} matches none of the routes of {}", request.method,
                           request.path, m_server->describe());
    case Verdict::Allow:
        if (m_wouldDeny)
            return fmt::format("allowed by audit only: {} matches none of {} authorizations of {}",
                               who, m_tried, m_server->describe());
        return fmt::format("allowed: {} by {}", who, m_rule->describe());
    case Verdict::Deny: break;
    }
    return fmt::format("denied: {} matches none of {} authorizations of {} (route {})", who, m_tried,
                       m_server->describe(), m_route->describe());
}

} // namespace causeway::policy
