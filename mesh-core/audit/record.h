// SPDX-License-Identifier: Apache-2.0
// One thing that somebody did in a cluster, bound to all that was done before it: each record's
// hash covers the one before, so that nobody can change, remove or insert one without changing all
// that follow. Values; pure.
#pragma once

#include "base/result.h" // ahead of the others: moc 6.4 cannot begin with <chrono>

#include "base/clock.h"
#include "base/object_ref.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::audit {

struct Record {
    std::uint64_t sequence = 0; // 1, 2, …
    WallTime at{};              // microseconds
    std::string who;            // "spiffe://talk.mesh/user/ida/role/author"
    std::string action;  // "object.created", "object.deleted", "tap.started", "call.denied", …
    std::string subject; // "server.policy.linkerd.io/bank/ledger", "DeleteObjects"
    std::string reason;  // as given by who did it
    std::string detail;  // "42 times", a tap's filter
    std::string digest;  // SHA-256 of what was written, lower-case hex; empty: nothing was
    std::string hash;    // of all above and of the record before, lower-case hex

    friend bool operator==(const Record&, const Record&) = default;
};

// As hashes and texts hold times.
[[nodiscard]] inline std::int64_t microsecondsOf(WallTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

// What `record.hash` has to be when the record before has the hash `previous` (empty: the first).
[[nodiscard]] std::string hashOf(const Record& record, std::string_view previous);

// One line of JSON; and back, InvalidInput when it is none.
[[nodiscard]] std::string serialize(const Record& record);
[[nodiscard]] Result<Record> parseRecord(std::string_view text);

// An object as the subject of a record, its group included: "server.policy.linkerd.io/bank/ledger".
[[nodiscard]] std::string subjectOf(const ObjectRef& object);

// SHA-256 in lower-case hex.
[[nodiscard]] std::string digestOf(std::string_view content);

} // namespace causeway::audit
