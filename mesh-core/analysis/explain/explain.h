// SPDX-License-Identifier: Apache-2.0
// Why one request is allowed or not: the Server, every route and every rule that was considered,
// why each matched or did not, and what would have to change. The verdict is the engine's own; the
// reasons are found by asking it again with one condition at a time. Pure.
#pragma once

#include "analysis/judge.h"

#include <string>
#include <vector>

namespace causeway::analysis {

struct Question {
    std::string caller; // SPIFFE id; empty: not authenticated
    IpAddress network;
    std::string service; // full name
    std::uint16_t port = 80;
    std::string method;
    std::string path; // empty: a connection that is not HTTP
    std::string host;
    std::vector<std::pair<std::string, std::string>> headers;
};

struct RouteConsidered {
    ObjectRef route;
    std::string where; // "policy.yaml:12"; empty for a built-in one
    bool matches = false;
    bool chosen = false;
    std::string why; // "GET /loans/* matches", "the method is GET; it wants POST"
};

struct RuleConsidered {
    ObjectRef rule;
    std::string where;
    bool ofRoute = false; // else of the server
    bool matches = false;
    bool decides = false;
    std::string why; // "payments.bank is named, 10.1.0.7 is in 10.0.0.0/8"
};

struct Explanation {
    std::string workload; // "bank/ledger-1"
    std::uint16_t workloadPort = 0;
    policy::Verdict verdict = policy::Verdict::Deny;
    bool wouldDeny = false; // allowed by an audit only
    ObjectRef server;
    std::string serverWhere;
    std::vector<RouteConsidered> routes;
    std::vector<RuleConsidered> rules;
    std::vector<std::string> ignored; // policies that count for nothing, and why
    ObjectRef decidedBy;
    std::string sentence;             // the whole in one sentence
    std::vector<std::string> changes; // what would turn the verdict round
    std::string proposal;             // YAML that would allow it; empty when it is allowed
};

// One for each way in which the service's workloads judge it: one, unless they differ. NotFound
// when nobody serves the port.
[[nodiscard]] Result<std::vector<Explanation>> explain(const Judge& judge,
                                                       const Question& question);

} // namespace causeway::analysis
