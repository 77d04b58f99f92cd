// SPDX-License-Identifier: Apache-2.0
// The store in etcd, which several control planes share. Safe on any thread; a call takes no longer
// than the deadline of its options. What differs from SQLite: revisions count what anybody writes
// into that etcd, not only what is below the prefix; what was compacted away cannot be read; and a
// write that is Unavailable may have been made.
#pragma once

#include "control/store/etcd_options.h"
#include "control/store/store.h"

#include <atomic>

namespace causeway::control {

class EtcdClient;

class EtcdStore final : public Store {
public:
    // InvalidInput: options that cannot be right; Unavailable: no member answers.
    [[nodiscard]] static Result<std::unique_ptr<EtcdStore>> open(const EtcdOptions& options);
    ~EtcdStore() override;

    [[nodiscard]] Result<std::optional<KeyValue>> get(const std::string& key,
                                                      std::uint64_t revision) const override;
    [[nodiscard]] Result<RangeResult> range(const RangeRequest& request) const override;
    [[nodiscard]] Result<Commit> write(const Transaction& transaction) override;
    [[nodiscard]] Result<std::unique_ptr<Watch>>
    watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) override;
    [[nodiscard]] std::uint64_t revision() const override { return m_revision; }

private:
    EtcdStore(std::shared_ptr<EtcdClient> client, std::string prefix);
    // The newest revision that an answer has named.
    std::uint64_t heard(std::int64_t revision) const;

    std::shared_ptr<EtcdClient> m_client;
    std::string m_prefix;
    mutable std::atomic<std::uint64_t> m_revision = 0;
};

} // namespace causeway::control
