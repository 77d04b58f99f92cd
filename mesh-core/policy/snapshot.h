// SPDX-License-Identifier: Apache-2.0
// Compiled rules and the verdict on one request. compile() makes an immutable snapshot that any
// thread may read; evaluate() is pure: equal facts give equal decisions whatever the order in which
// objects were declared. A Permit proves that evaluate() allowed a request: the upstream pool asks
// for one, so forwarding what nobody authorised does not compile.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"
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
    std::string_view originalCaller; // SPIFFE id from a verified causeway-caller; empty: the peer is
    IpAddress clientIp;              // of the socket's other end
    route::RequestView request;      // left empty for a connection that is not HTTP
    bool fromOutside = false;        // came in at an edge: from no workload, whatever its address
};

enum class Verdict : std::uint8_t { Allow, Deny, NoRoute };

class Decision;
[[nodiscard]] Decision evaluate(const Snapshot& snapshot, const RequestFacts& facts);

class Permit {
public:
    // The authorization that allowed it; "default/audit" when only the audit did.
    [[nodiscard]] const ObjectRef& rule() const { return *m_rule; }

private:
    friend Decision evaluate(const Snapshot&, const RequestFacts&);
    Permit(std::shared_ptr<const Snapshot> keep, const ObjectRef& rule)
        : m_keep(std::move(keep)), m_rule(&rule) {}
    std::shared_ptr<const Snapshot> m_keep; // owns m_rule
    const ObjectRef* m_rule;
};

class Decision {
public:
    [[nodiscard]] Verdict verdict() const { return m_verdict; }
    [[nodiscard]] bool allowed() const { return m_verdict == Verdict::Allow; }
    // Only an allowing decision has one.
    [[nodiscard]] const std::optional<Permit>& permit() const { return m_permit; }

    [[nodiscard]] const ObjectRef& server() const { return *m_server; }
    [[nodiscard]] const ObjectRef& route() const { return *m_route; } // "default/default" without any
    // The authorization that allowed; the default verdict otherwise.
    [[nodiscard]] const ObjectRef& rule() const { return *m_rule; }
    // Audit: allowed only because the port audits; it would be denied otherwise.
    [[nodiscard]] bool wouldDeny() const { return m_wouldDeny; }
    // For a person: "denied: spiffe://… from 10.1.0.7 matches none of 3 authorizations of server/…".
    [[nodiscard]] std::string describe(const RequestFacts& facts) const;

private:
    friend Decision evaluate(const Snapshot&, const RequestFacts&);
    Decision() = default;
    Verdict m_verdict = Verdict::Deny;
    bool m_wouldDeny = false;
    std::size_t m_tried = 0;
    std::shared_ptr<const Snapshot> m_keep; // owns what the references point at
    const ObjectRef* m_server = nullptr;
    const ObjectRef* m_route = nullptr;
    const ObjectRef* m_rule = nullptr;
    std::optional<Permit> m_permit;
};

} // namespace causeway::policy
