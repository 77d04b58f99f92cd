// SPDX-License-Identifier: Apache-2.0
// Compiled rules and the verdict on one request. compile() makes an immutable snapshot that any
// thread may read; evaluate() is pure: equal facts give equal decisions whatever the order in which
// objects were declared. A Permit proves that evaluate() allowed a request: the upstream pool asks
// for one, so forwarding what nobody authorised does not compile.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"
#include "policy/principals.h"
#include "policy/rules.h"
#include "route/route_table.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace causeway::policy {

class Snapshot; // opaque

// Fails with object and field when a network or a pattern is not one.
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> compile(const ServerRules& rules);
[[nodiscard]] const ServerRules& rulesOf(const Snapshot& snapshot);

struct RequestFacts {
    std::string_view peerIdentity;   // SPIFFE id of the TLS peer; empty: not authenticated
    std::string_view originalCaller; // SPIFFE id of a verified causeway-caller; empty: it is the peer
    IpAddress clientIp;              // of the socket's other end
    route::RequestView request;      // left empty for a connection that is not HTTP
    // It was addressed to the workload's own port, not to the mesh's nor to an edge's. Only then does what comes
    // from the same host need nobody's leave: a workload's own probes.
    bool atWorkloadPort = false;
};

enum class Verdict : std::uint8_t { Allow, Deny, NoRoute };

class Decision;
[[nodiscard]] Decision evaluate(const Snapshot& snapshot, const RequestFacts& facts);

// What no request of a connection changes, found out once: who calls, and which of the server's
// authorizations admits it from there. Then only the route is matched per request, which gives the
// same decision as evaluate(snapshot, facts). A value that a connection keeps; it holds its
// snapshot, and another snapshot needs another one. Where callers change from request to request
// (what comes through a gateway), keep one for each caller or evaluate the facts.
class ConnectionContext {
public:
    // `facts.request` is not looked at.
    ConnectionContext(const Snapshot& snapshot, const RequestFacts& facts);
    [[nodiscard]] bool isOf(const Snapshot& snapshot) const;

private:
    friend Decision evaluate(const ConnectionContext&, const route::RequestView&);
    friend Decision evaluate(const Snapshot&, const RequestFacts&);
    std::shared_ptr<const Snapshot> m_snapshot;
    CallerPrincipals m_caller;
    IpAddress m_clientIp;
    const ObjectRef* m_admittedBy; // of the server, localhost included; null: by none
};
[[nodiscard]] Decision evaluate(const ConnectionContext& context,
                                const route::RequestView& request);

class Permit {
public:
    // The authorization that allowed it; "default/audit" when only the audit did.
    [[nodiscard]] const ObjectRef& rule() const { return *m_rule; }

private:
    friend class Decision;
    Permit(std::shared_ptr<const Snapshot> keep, const ObjectRef& rule)
        : m_keep(std::move(keep)), m_rule(&rule) {}
    std::shared_ptr<const Snapshot> m_keep; // owns m_rule
    const ObjectRef* m_rule;
};

class Decision {
public:
    [[nodiscard]] Verdict verdict() const { return m_verdict; }
    [[nodiscard]] bool allowed() const { return m_verdict == Verdict::Allow; }
    // Only an allowing decision has one; only evaluate() makes decisions.
    [[nodiscard]] std::optional<Permit> permit() const {
        return allowed() ? std::optional(Permit(m_keep, *m_rule)) : std::nullopt;
    }

    [[nodiscard]] const ObjectRef& server() const { return *m_server; }
    [[nodiscard]] const ObjectRef& route() const {
        return *m_route;
    } // "default/default" without any
    // Of the route; null without any.
    [[nodiscard]] const InboundRoute* matched() const { return m_matched; }
    // The authorization that allowed; the default verdict otherwise.
    [[nodiscard]] const ObjectRef& rule() const { return *m_rule; }
    // Audit: allowed only because the port audits; it would be denied otherwise.
    [[nodiscard]] bool wouldDeny() const { return m_wouldDeny; }
    // For a person: "denied: spiffe://… from 10.1.0.7 matches none of 3 authorizations of
    // server/…".
    [[nodiscard]] std::string describe(const RequestFacts& facts) const;

private:
    friend Decision evaluate(const ConnectionContext&, const route::RequestView&);
    Decision() = default;
    Verdict m_verdict = Verdict::Deny;
    bool m_wouldDeny = false;
    std::size_t m_tried = 0;
    std::shared_ptr<const Snapshot> m_keep; // owns what the references point at
    const ObjectRef* m_server = nullptr;
    const ObjectRef* m_route = nullptr;
    const ObjectRef* m_rule = nullptr;
    const InboundRoute* m_matched = nullptr;
};

} // namespace causeway::policy
