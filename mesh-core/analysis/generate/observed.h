// SPDX-License-Identifier: Apache-2.0
// A recording by what was called: who asked which service for which operations, and what came of
// it. Pure; deterministic.
#pragma once

#include "analysis/judge.h"
#include "recording/recording.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace causeway::analysis {

// A method and a template of paths ("/loans/{loan}"). Without a method: a connection.
struct ObservedOperation {
    std::string method;
    std::string path;
    // Of a template, as narrow as what was seen: "/loans/[0-9]+". Empty: there is no parameter.
    std::string pattern;

    auto operator<=>(const ObservedOperation&) const = default;
};

struct ObservedCaller {
    std::string identity; // SPIFFE id; empty: not authenticated
    std::set<IpAddress> networks;
    std::uint64_t requests = 0; // that were allowed
    std::uint64_t audited = 0;  // of these, by an audit only
    std::int64_t lastSeen = 0;
    std::set<std::int64_t> days;      // since 1970, in UTC
    std::set<std::size_t> operations; // by ObservedService::operations
};

// What was denied: not a reason to allow it, but worth a look.
struct ObservedRefusal {
    std::string identity;
    std::string example; // "GET /admin"
    std::uint64_t requests = 0;
};

struct ObservedService {
    const resource::Object* service = nullptr; // a Service
    std::string fullName;
    std::uint16_t port = 0;
    const JudgedPort* place = nullptr;         // of the first workload
    std::vector<ObservedOperation> operations; // by path and method
    std::vector<ObservedCaller> callers;       // by identity
    std::vector<ObservedRefusal> refusals;     // by identity
    std::uint64_t requests = 0;                // allowed
    // Of each caller's each operation, on how many days it was seen.
    std::vector<std::size_t> daysOfKinds;
    std::vector<recording::Tuple> allowed;     // of the recording, which owns their texts
};

struct Observed {
    std::vector<ObservedService> services; // by full name and port
    std::vector<std::string> unseen;       // "ledger.bank:80": served, and never called
    std::uint64_t notServed = 0;           // requests to what the objects do not have
    std::set<std::int64_t> days;           // with a request, since 1970
    std::set<ObjectRef> usedRules;         // that allowed something, by the objects as they are
};

struct ObserveOptions {
    std::string ns;            // of the services; empty: all
    std::size_t maxWords = 20; // profile::LearnOptions
};
// A tuple without a verdict has the one that the objects give.
[[nodiscard]] Observed observe(const Judge& judge, const recording::Recording& recording,
                               const ObserveOptions& options);

} // namespace causeway::analysis
