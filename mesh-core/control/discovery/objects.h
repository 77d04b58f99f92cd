// SPDX-License-Identifier: Apache-2.0
// The declared objects of the cluster: kept in the store as YAML, read as typed, immutable
// snapshots. Safe on any thread. Decides what may be declared here at all; what it means is
// rules/'s business.
#pragma once

#include "control/audit/audit_trail.h"
#include "control/store/store.h"
#include "resource/parse.h"
#include "rules/compile.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace causeway::control {

// All objects at one revision.
class ObjectSnapshot {
public:
    ObjectSnapshot(std::vector<resource::Object> objects, std::uint64_t revision)
        : m_objects(std::move(objects)), m_set(m_objects), m_revision(revision) {}
    ObjectSnapshot(const ObjectSnapshot&) = delete;
    ObjectSnapshot& operator=(const ObjectSnapshot&) = delete;

    [[nodiscard]] const rules::ObjectSet& set() const { return m_set; }
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    [[nodiscard]] std::string domain() const { return m_set.cluster().clusterDomain; }

private:
    std::vector<resource::Object> m_objects;
    rules::ObjectSet m_set; // refers to m_objects
    std::uint64_t m_revision;
};
using SharedObjects = std::shared_ptr<const ObjectSnapshot>;

struct AppliedObject {
    ObjectRef object;
    std::uint64_t resourceVersion = 0; // 0 in a dry run that would create
    std::string result;                // "created", "changed", "unchanged", "deleted"
};
struct StoredObject {
    ObjectRef object;
    std::uint64_t resourceVersion = 0;
    std::string yaml;
};

// What is to be different: objects given as YAML created or changed, others deleted. All or none.
struct ObjectChange {
    std::string yaml;
    std::string source = "objects"; // stands in errors
    std::vector<ObjectRef> removed;
};
// What a change would do, and to which versions of the objects.
struct PlannedChange {
    std::vector<AppliedObject> objects;
    std::vector<Compare> bases;
};
// What is written in the same transaction as a change.
struct Alongside {
    std::vector<Compare> bases; // the change may be of no other versions than these; none: of any
    Transaction transaction;
    std::vector<AuditEntry> entries;
};

class Objects {
public:
    [[nodiscard]] static Result<std::unique_ptr<Objects>> open(Store& store, AuditTrail& audit);

    // What change() would do. NotFound names the first that is to be deleted and is not there.
    [[nodiscard]] Result<PlannedChange> plan(const ObjectChange& change) const;
    // Conflict when an object is of another version than `alongside` says, or one of its own
    // comparisons does not hold any more: nothing was written.
    [[nodiscard]] Result<std::vector<AppliedObject>>
    change(const ObjectChange& change, const Actor& actor, const Alongside& alongside = {});
    // As it was at that revision of the store; 0: as it is.
    [[nodiscard]] Result<StoredObject> get(const ObjectRef& ref, std::uint64_t revision) const;
    // Empty arguments match everything; `kind` in any case.
    [[nodiscard]] Result<std::vector<StoredObject>> list(const std::string& kind,
                                                         const std::string& namespace_) const;

    // The cluster's own object as the store holds it now, which another replica may have changed,
    // and the comparison that holds while it stays so.
    struct ClusterNow {
        resource::Cluster cluster;
        Compare unchanged;
    };
    [[nodiscard]] Result<ClusterNow> clusterNow() const;

    [[nodiscard]] SharedObjects current() const;
    // Called on the store's thread after every change, or by turn(); set before watch().
    void onChange(std::function<void()> listener) { m_onChange = std::move(listener); }
    [[nodiscard]] Status watch();
    // Reads again what could not be read when it changed; about once a second.
    void turn();
    // Afterwards the listener is not running and will not run again.
    void stopWatching() { m_watch.reset(); }

private:
    struct Plan {
        Transaction transaction;
        std::vector<AuditEntry> entries; // one for each operation
        std::vector<AppliedObject> applied;
    };

    Objects(Store& store, AuditTrail& audit) : m_store(store), m_audit(audit) {}
    [[nodiscard]] Status reload();
    void follow();
    // Objects of a store that is older than its audit trail get their first record.
    [[nodiscard]] Status adopt();
    [[nodiscard]] Status admit(const std::vector<resource::Object>& objects) const;
    [[nodiscard]] Result<bool> holds(const std::vector<Compare>& compares) const;
    [[nodiscard]] Result<Plan> makePlan(const ObjectChange& change) const;
    [[nodiscard]] Status addApplied(const std::vector<resource::Object>& objects,
                                    Plan& plan) const;
    [[nodiscard]] Status addRemoved(const std::vector<ObjectRef>& refs, Plan& plan) const;

    Store& m_store;
    AuditTrail& m_audit;
    std::function<void()> m_onChange;
    std::atomic<bool> m_isBehind = false;
    mutable std::mutex m_mutex;
    SharedObjects m_current;
    std::unique_ptr<Watch> m_watch; // last: ends before the rest goes
};

} // namespace causeway::control
