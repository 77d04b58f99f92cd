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

// What never left the host and came to the workload itself: it may always talk to itself. A mesh
// peer is judged by its identity even when it happens to run on the same host.
bool isLocal(const RequestFacts& facts) {
    return facts.atWorkloadPort && facts.peerIdentity.empty() && facts.clientIp.isLoopback();
}

std::string_view callerOf(const RequestFacts& facts) {
    return facts.originalCaller.empty() ? facts.peerIdentity : facts.originalCaller;
}

} // namespace

ConnectionContext::ConnectionContext(const Snapshot& snapshot, const RequestFacts& facts)
    : m_snapshot(snapshot.shared_from_this()),
      m_caller(snapshot.principals.identify(callerOf(facts))), m_clientIp(facts.clientIp),
      m_admittedBy(snapshot.server.firstThatAllows(m_caller, m_clientIp)) {
    if (!m_admittedBy && isLocal(facts))
        m_admittedBy = &kLocalhost;
}

bool ConnectionContext::isOf(const Snapshot& snapshot) const {
    return m_snapshot.get() == &snapshot;
}

Decision evaluate(const ConnectionContext& context, const route::RequestView& request) {
    const auto& snapshot = *context.m_snapshot;
    Decision decision;
    decision.m_keep = context.m_snapshot;
    decision.m_server = &snapshot.rules.server;
    decision.m_route = &kDefaultRoute;
    decision.m_rule = &kDeny;
    decision.m_tried = snapshot.server.size();
    const ObjectRef* allowing = nullptr;
    if (!snapshot.perRoute.empty() && !request.path.empty()) {
        const auto index = snapshot.routes.match(request);
        if (!index) {
            decision.m_verdict = Verdict::NoRoute;
            decision.m_route = &kNoRoute;
            return decision;
        }
        decision.m_matched = &snapshot.rules.routes[*index];
        decision.m_route = &decision.m_matched->rule.route;
        const auto& own = snapshot.perRoute[*index];
        decision.m_tried += own.size();
        allowing = own.firstThatAllows(context.m_caller, context.m_clientIp);
    }
    if (!allowing)
        allowing = context.m_admittedBy;
    if (!allowing && snapshot.rules.defaultVerdict == DefaultVerdict::Audit) {
        allowing = &kAudit;
        decision.m_wouldDeny = true;
    }
    if (!allowing)
        return decision;
    decision.m_rule = allowing;
    decision.m_verdict = Verdict::Allow;
    return decision;
}

Decision evaluate(const Snapshot& snapshot, const RequestFacts& facts) {
    return evaluate(ConnectionContext(snapshot, facts), facts.request);
}

std::string Decision::describe(const RequestFacts& facts) const {
    const auto caller = callerOf(facts);
    const auto who =
        fmt::format("{} from {}", caller.empty() ? "an unauthenticated caller" : caller,
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
    case Verdict::Deny:
        break;
    }
    return fmt::format("denied: {} matches none of {} authorizations of {} (route {})", who,
                       m_tried, m_server->describe(), m_route->describe());
}

} // namespace causeway::policy
