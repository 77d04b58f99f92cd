// SPDX-License-Identifier: Apache-2.0
// Who spent a link's budgets over a window: which callers' requests failed or took too long, and on
// which legs that came to be. Pure.
//
// Failures are counted at four places, so those of a leg are a difference: what the egress gateway
// saw fail and the ingress gateway did not, failed on the wire. Time that a leg took beyond its own
// median, summed over its requests, is that leg's part of what was slow: a request's legs are not
// kept together, so which one made this very request slow is not known.
#pragma once

#include "telemetry/edge_join.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace causeway::link {

struct CallerSpent {
    std::string caller; // "payments"; empty: not authenticated
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::uint64_t slow = 0;
};

struct LegSpent {
    std::string leg; // "to-egress"
    // Nothing where a cluster did not tell its side of the way, and of legs whose failures are
    // counted with another leg's: those of set-up with the wire's, of the callee's proxy with the
    // application's.
    std::optional<std::uint64_t> failed;
    // Share of all time beyond the medians of the legs, 0…1; nothing where the leg was not measured.
    std::optional<double> slowShare;
};

struct BudgetSplit {
    std::vector<CallerSpent> callers; // those that spent most first
    std::vector<LegSpent> legs;       // in the order of the way
    std::uint64_t failed = 0;         // as callers saw it
    std::uint64_t slow = 0;
};

// Of link `from`:`to` in what the two clusters tell. `within`: the latency objective's time; without
// one nothing is slow.
[[nodiscard]] BudgetSplit splitBudget(std::span<const telemetry::ClusterSamples> clusters,
                                      const std::string& from, const std::string& to,
                                      std::optional<std::chrono::milliseconds> within);

// Times are known to their bucket: what is asked for within it is counted up to its upper edge, as
// 510 ms for 501.
[[nodiscard]] std::chrono::milliseconds countedWithin(std::chrono::milliseconds within);

// Of the answered, those above.
[[nodiscard]] std::uint64_t slowIn(const telemetry::Histogram& latency,
                                   std::optional<std::chrono::milliseconds> within);

} // namespace causeway::link
