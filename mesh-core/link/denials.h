// SPDX-License-Identifier: Apache-2.0
// What the policy of callees refused to callers over links: from what their proxies recorded, and
// from what they counted. A recording says that policy refused and what, but counts by the hour;
// the counters say how many were refused in a window, but not by whom. Values; pure.
#pragma once

#include "base/clock.h"
#include "telemetry/edge_join.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace causeway::link {

// Proxies tell their recordings about every ten seconds.
inline constexpr std::chrono::seconds kRecordedBehind{12};

// One tuple of a recording with the verdict "denied".
struct DeniedCall {
    std::string service;     // "ledger.bank"
    std::string cluster;     // the callee's
    std::uint16_t port = 80; // of the service
    std::string identity;    // the caller's; empty: not authenticated
    std::string method;      // empty: a connection that is not HTTP
    std::string path;
    std::string server;      // whose rules refused it, "bank/ledger"; empty: the default policy
    std::uint64_t count = 0; // in its hour
    WallTime first{};
    WallTime last{};
};

// What callees answered one caller over one link.
struct AnswerCounts {
    std::string link; // "aws:gcp"
    std::string service;
    std::string cluster; // the callee's
    std::string identity;
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  // with 4xx or a failing gRPC status: denials are among these
    std::uint64_t failures = 0; // of the refused, those that count as failures
};
// At least 5 and 3 % are refused: fewer are somebody trying his luck.
[[nodiscard]] bool isOftenRefused(const AnswerCounts& answer);
[[nodiscard]] std::vector<AnswerCounts>
answersOf(std::span<const telemetry::ClusterSamples> clusters);
// Of several windows, each of all clusters: the middle one's shares of what the windows counted
// together, so that minutes in which somebody was refused already are no part of the usual.
[[nodiscard]] std::vector<AnswerCounts>
usualAnswersOf(std::span<const std::vector<telemetry::ClusterSamples>> windows);

// How far a call may lie apart from the next of its kind, as it came in its hour; to be asked before
// it is dated back.
[[nodiscard]] Duration usualGap(const DeniedCall& call);
// Whether it may have begun in the hour before the one that it is counted in: a recording counts by
// the hour, so a first time is only known within its hour.
[[nodiscard]] bool mayReachBack(const DeniedCall& call, Duration gap);
// `before`: the same tuple in the hour before. True when `call` began there; it says so then.
[[nodiscard]] bool reachBack(DeniedCall& call, const DeniedCall& before, Duration gap);

// The line that says which rules refuse it, and what would allow it: "causewayctl policy explain
// …".
[[nodiscard]] std::string explainCommand(const DeniedCall& call);

// Who it was, for people: "payments" of a SPIFFE id, "nobody" of none.
[[nodiscard]] std::string callerName(const std::string& identity);

} // namespace causeway::link
