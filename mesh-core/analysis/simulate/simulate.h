// SPDX-License-Identifier: Apache-2.0
// What a change of rules would have done to recorded requests: each is judged by the old and by the
// new objects with the engine that proxies enforce with. Pure; deterministic.
#pragma once

#include "analysis/judge.h"
#include "recording/recording.h"

#include <cstdint>
#include <string>
#include <vector>

namespace causeway::analysis {

enum class Outcome : std::uint8_t {
    Allowed,
    WouldBeDenied, // allowed by an audit only
    Denied,
    NoRoute,
    NotServed, // no workload of these objects answers the service's port
};
[[nodiscard]] std::string_view name(Outcome outcome); // "allowed", "allowed by audit", …
[[nodiscard]] inline bool isAllowed(Outcome outcome) {
    return outcome <= Outcome::WouldBeDenied;
}

struct Judgement {
    Outcome outcome = Outcome::NotServed;
    ObjectRef route;
    ObjectRef rule; // that decided

    bool operator==(const Judgement&) const = default;
};
[[nodiscard]] Judgement judge(const Judge& rules, const recording::Tuple& request);

// Requests of one caller to one route of one service that change in the same way.
struct Change {
    std::string cluster;
    std::string caller; // SPIFFE id; empty: not authenticated
    std::string service;
    std::uint16_t port = 0;
    std::string squad; // label "squad" of the callee's Service, else "team"; empty: none
    Judgement before;
    Judgement after;
    std::uint64_t requests = 0;
    std::uint64_t tuples = 0;
    std::int64_t lastSeen = 0;
    std::string example; // "GET /loans/7", of the last seen
};

struct Simulation {
    std::vector<Change> newlyDenied; // most requests first
    std::vector<Change> newlyAllowed;
    std::vector<Change> otherwise; // the same verdict by another rule, or another way to be refused
    std::uint64_t requests = 0;    // of the recording
    std::uint64_t tuples = 0;
    std::uint64_t notServed = 0; // requests to what neither set of objects knows
    std::uint64_t judgedOtherwise = 0; // that the old objects deny and a proxy allowed, or the reverse
};
[[nodiscard]] Simulation simulate(const Judge& before, const Judge& after,
                                  const recording::Recording& recording);

} // namespace causeway::analysis
