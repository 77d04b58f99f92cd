// SPDX-License-Identifier: Apache-2.0
#include "control/store/etcd_store.h"

#include "control/store/etcd_client.h"
#include "control/store/etcd_keys.h"
#include "control/store/etcd_watch.h"

#include <algorithm>

namespace causeway::control {

namespace pb = etcdserverpb;

Result<std::unique_ptr<EtcdStore>> EtcdStore::open(const EtcdOptions& options) {
    CAUSEWAY_TRY(auto client, EtcdClient::make(options));
    std::unique_ptr<EtcdStore> store(new EtcdStore(std::move(client), options.prefix));
    CAUSEWAY_CHECK(store->range({.prefix = "/", .limit = 1}).map([](const RangeResult&) {}));
    return store;
}

EtcdStore::EtcdStore(std::shared_ptr<EtcdClient> client, std::string prefix)
    : m_client(std::move(client)), m_prefix(std::move(prefix)) {}

EtcdStore::~EtcdStore() = default;

std::uint64_t EtcdStore::heard(std::int64_t revision) const {
    const std::uint64_t newest = fromEtcd(revision);
    std::uint64_t known = m_revision;
    while (known < newest && !m_revision.compare_exchange_weak(known, newest)) {
    }
    return newest;
}

Result<std::optional<KeyValue>> EtcdStore::get(const std::string& key,
                                               std::uint64_t revision) const {
    pb::RangeRequest request;
    request.set_key(m_prefix + key);
    request.set_revision(toEtcd(revision));
    CAUSEWAY_TRY(const auto response, m_client->range(request));
    heard(response.header().revision());
    if (response.kvs().empty())
        return std::nullopt;
    return fromEtcd(response.kvs(0), m_prefix.size());
}

Result<RangeResult> EtcdStore::range(const RangeRequest& request) const {
    const std::string first = firstKey(m_prefix, request.prefix);
    pb::RangeRequest asked;
    asked.set_key(request.after.empty() ? first : std::max(first, m_prefix + request.after + '\0'));
    asked.set_range_end(endOfPrefix(first));
    asked.set_limit(static_cast<std::int64_t>(request.limit));
    asked.set_revision(toEtcd(request.revision));
    CAUSEWAY_TRY(const auto response, m_client->range(asked));
    RangeResult result{.items = {}, .revision = heard(response.header().revision())};
    for (const auto& item : response.kvs())
        result.items.push_back(fromEtcd(item, m_prefix.size()));
    return result;
}

Result<Commit> EtcdStore::write(const Transaction& transaction) {
    pb::TxnRequest request;
    for (const Compare& compare : transaction.compares) {
        auto& added = *request.add_compare();
        added.set_key(m_prefix + compare.key);
        added.set_target(pb::Compare::MOD);
        added.set_result(pb::Compare::EQUAL);
        added.set_mod_revision(toEtcd(compare.modRevision));
    }
    for (const Operation& operation : transaction.operations) {
        auto& added = *request.add_success();
        if (operation.value) {
            added.mutable_request_put()->set_key(m_prefix + operation.key);
            added.mutable_request_put()->set_value(*operation.value);
        } else {
            added.mutable_request_delete_range()->set_key(m_prefix + operation.key);
        }
    }
    CAUSEWAY_TRY(const auto response, m_client->txn(request));
    return Commit{.succeeded = response.succeeded(),
                  .revision = heard(response.header().revision())};
}

Result<std::unique_ptr<Watch>>
EtcdStore::watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) {
    return std::make_unique<EtcdWatch>(m_client,
                                       EtcdWatch::Range{.storePrefix = m_prefix, .prefix = prefix},
                                       fromRevision, std::move(callback));
}

} // namespace causeway::control
