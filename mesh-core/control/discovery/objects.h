// SPDX-License-Identifier: Apache-2.0
// The declared objects of the cluster: kept in the store as YAML, read as typed, immutable
// snapshots. Safe on any thread. Decides what may be declared here at all; what it means is
// rules/'s business.
#pragma once

#include "control/store/store.h"
#include "resource/parse.h"
#include "rules/compile.h"

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
    std::string result;                // "created", "changed", "unchanged"
};
struct StoredObject {
    ObjectRef object;
    std::uint64_t resourceVersion = 0;
    std::string yaml;
};

class Objects {
public:
    [[nodiscard]] static Result<std::unique_ptr<Objects>> open(Store& store);

    // Creates or changes all objects of `yaml`, or none; `source` stands in errors. With `dryRun`
    // nothing is written.
    [[nodiscard]] Result<std::vector<AppliedObject>> apply(std::string_view yaml,
                                                           const std::string& source, bool dryRun);
    // Empty arguments match everything; `kind` in any case.
    [[nodiscard]] Result<std::vector<StoredObject>> list(const std::string& kind,
                                                         const std::string& namespace_) const;

    [[nodiscard]] SharedObjects current() const;
    // Called on the store's thread after every change; set before watch().
    void onChange(std::function<void()> listener) { m_onChange = std::move(listener); }
    [[nodiscard]] Status watch();
    // Afterwards the listener is not running and will not run again.
    void stopWatching() { m_watch.reset(); }

private:
    explicit Objects(Store& store) : m_store(store) {}
    [[nodiscard]] Status reload();
    [[nodiscard]] Status admit(const std::vector<resource::Object>& objects) const;
    [[nodiscard]] Result<Transaction> plan(const std::vector<resource::Object>& objects,
                                           std::vector<AppliedObject>& applied) const;

    Store& m_store;
    std::function<void()> m_onChange;
    mutable std::mutex m_mutex;
    SharedObjects m_current;
    std::unique_ptr<Watch> m_watch; // last: ends before the rest goes
};

} // namespace causeway::control
