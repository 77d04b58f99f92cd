// SPDX-License-Identifier: Apache-2.0
// Where the control plane keeps what must survive it: keys and values with one revision counter for
// all, shaped like etcd's API so that etcd can take SQLite's place. Every revision is kept.
// Implementations are safe on any thread; what write() acknowledged is on disk.
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

    [[nodiscard]] virtual Result<std::optional<KeyValue>> get(const std::string& key,
                                                              std::uint64_t revision = 0) const = 0;
    // InvalidInput when the revision lies in the future.
    [[nodiscard]] virtual Result<RangeResult> range(const RangeRequest& request) const = 0;
    // Exhausted when the disk is full, Io when it fails: nothing was written then.
    [[nodiscard]] virtual Result<Commit> write(const Transaction& transaction) = 0;
    // Changes from `fromRevision` on, first those of the past, then the future ones.
    [[nodiscard]] virtual Result<std::unique_ptr<Watch>>
    watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) = 0;
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

} // namespace causeway::control
