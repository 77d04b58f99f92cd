// SPDX-License-Identifier: Apache-2.0
// Four eyes: a change is proposed by one person and takes effect when another approves it, as one
// transaction with its audit records, and only if the objects are still those that were looked at.
// What cannot wait is done at once and stays open until somebody else has looked at it. Safe on any
// thread.
#pragma once

#include "control/change/change_set.h"

namespace causeway::control {

enum class Decision : std::uint8_t {
    Approve,  // a proposed one: it is applied
    Reject,   // a proposed one
    Withdraw, // a proposed one, by its author
    Review,   // an emergency, which stays applied
};

class Changes {
public:
    static constexpr std::size_t kMostOpen = 1000;

    Changes(Store& store, AuditTrail& audit, Objects& objects, const Clock& clock)
        : m_store(store), m_audit(audit), m_objects(objects), m_clock(clock) {}

    // By one person, if the cluster asks for no second one; PermissionDenied otherwise.
    [[nodiscard]] Result<std::vector<AppliedObject>> applyAlone(const ObjectChange& change,
                                                                const Actor& author);

    // InvalidInput when it would be refused as it stands, or would change nothing; Exhausted when
    // too many wait already.
    [[nodiscard]] Result<ChangeSet> propose(ObjectChange change, const Actor& author);
    // Done at once, and open afterwards where the cluster asks for two. InvalidInput without a
    // reason.
    [[nodiscard]] Result<std::vector<AppliedObject>> applyAtOnce(ObjectChange change,
                                                                 const Actor& author);
    // PermissionDenied when the author decides on their own change, or somebody else withdraws it;
    // Conflict when it was decided already, or when its objects have changed since.
    [[nodiscard]] Result<ChangeSet> decide(std::uint64_t id, Decision decision, const Actor& actor);

    [[nodiscard]] Result<ChangeSet> get(std::uint64_t id) const;
    // By id; only those that are open, or all.
    [[nodiscard]] Result<std::vector<ChangeSet>> list(bool all) const;

private:
    [[nodiscard]] Result<std::uint64_t> nextId() const;

    Store& m_store;
    AuditTrail& m_audit;
    Objects& m_objects;
    const Clock& m_clock;
};

} // namespace causeway::control
