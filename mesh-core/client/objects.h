// SPDX-License-Identifier: Apache-2.0
// Declared objects as a control plane holds them, and what is known of who changed them. Values.
#pragma once

#include "audit/checkpoint.h"
#include "audit/record.h"
#include "base/clock.h"
#include "base/object_ref.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::client {

struct AppliedObject {
    ObjectRef object;
    std::string resourceVersion;
    std::string result; // "created", "changed", "unchanged", "deleted"
};

struct StoredObject {
    ObjectRef object;
    std::string resourceVersion; // opaque
    std::string yaml;
};

// A change that a second person looks at, before it is done or after.
struct ChangeSet {
    std::uint64_t id = 0;
    std::string state;  // "proposed", "applied", "rejected", "withdrawn", "unreviewed", "reviewed"
    bool open = false;  // somebody other than its author has to look at it
    std::string author; // a SPIFFE id, as the reviewer
    std::string reason;
    WallTime proposed;
    std::string reviewer; // empty: nobody has decided
    std::string comment;
    std::optional<WallTime> decided;
    std::vector<AppliedObject> objects;
    std::string yaml;
};

struct AuditRecord {
    audit::Record record;
    std::uint64_t revision = 0; // at which what it tells of was written
};

// A part of a cluster's audit trail, oldest first.
struct AuditPage {
    std::vector<AuditRecord> records;
    std::vector<audit::Checkpoint> checkpoints;
    std::vector<std::string> trails; // names of all that the cluster has; one without: the only one
};

} // namespace causeway::client
