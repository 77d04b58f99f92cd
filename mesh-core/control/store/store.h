// SPDX-License-Identifier: Apache-2.0
// Where the control plane keeps what must survive it: keys and values with one revision counter for
// all, shaped like etcd's API so that etcd can take SQLite's place. Every revision is kept. Keys
// begin with a slash. Implementations are safe on any thread; what write() acknowledged is on disk.
// Two: a file of this process alone, and an etcd that several share.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace causeway::control {

struct KeyValue {
    std::string key;
    std::string value;
    std::uint64_t createRevision = 0;
    std::uint64_t modRevision = 0;
    std::uint64_t version = 0; // 1 after the creation, then one more at every change

    friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

struct RangeRequest {
    std::string prefix;         // empty: every key
    std::uint64_t revision = 0; // 0: the newest
    std::string after = {};     // only keys greater than this one
    std::size_t limit = 0;      // 0: all
};
struct RangeResult {
    std::vector<KeyValue> items; // by key
    std::uint64_t revision = 0;  // of the store when it answered
};

struct Compare {
    std::string key;
    std::uint64_t modRevision = 0; // 0: the key must not exist
};
struct Operation {
    std::string key;
    std::optional<std::string> value; // none: delete
};
// All operations or none, at one new revision, if every comparison holds.
struct Transaction {
    std::vector<Compare> compares;
    std::vector<Operation> operations; // at most one for a key
};
struct Commit {
    bool succeeded = false;     // false: a comparison did not hold, nothing was written
    std::uint64_t revision = 0; // of the store afterwards
};

struct Change {
    std::string key;
    std::optional<KeyValue> now; // none: deleted
    std::uint64_t revision = 0;
};
// All that one revision changed under the watched prefix. Called in order of revision and never
// concurrently for one watch; must not call the store's write().
using WatchCallback = std::function<void(std::uint64_t revision, const std::vector<Change>&)>;

// Ends its watch when destroyed; afterwards the callback is not running and will not run again.
class Watch {
public:
    virtual ~Watch() = default;
};

class Store {
public:
    virtual ~Store() = default;

    // Of get and range: InvalidInput when the revision lies in the future, NotFound when etcd was
    // told to forget it, Unavailable when etcd does not answer.
    [[nodiscard]] virtual Result<std::optional<KeyValue>> get(const std::string& key,
                                                              std::uint64_t revision = 0) const = 0;
    [[nodiscard]] virtual Result<RangeResult> range(const RangeRequest& request) const = 0;
    // Exhausted when the disk is full or etcd's limits are met, Io when it fails: nothing was
    // written then. Unavailable when etcd does not answer: it may have been written.
    [[nodiscard]] virtual Result<Commit> write(const Transaction& transaction) = 0;
    // Changes from `fromRevision` on, first those of the past, then the future ones. Where etcd was
    // told to forget some, all that is there now comes as one revision instead.
    [[nodiscard]] virtual Result<std::unique_ptr<Watch>>
    watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) = 0;
    // The newest; of a store that others write as well, the newest that was heard of.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

} // namespace causeway::control
