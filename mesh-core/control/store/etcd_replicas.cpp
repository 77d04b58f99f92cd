// SPDX-License-Identifier: Apache-2.0
#include "control/store/etcd_replicas.h"

#include "base/log.h"
#include "control/store/etcd_client.h"
#include "control/store/etcd_keys.h"

namespace causeway::control {

namespace {

namespace pb = etcdserverpb;

constexpr std::chrono::seconds kBetweenTurns{1};
constexpr std::string_view kMembers = "/replicas/";
constexpr std::string_view kLeader = "/leader";

Status checkName(const std::string& name) {
    constexpr std::string_view kLetters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    if (!name.empty() && name.find_first_not_of(kLetters) == name.npos)
        return {};
    return fail(ErrorKind::InvalidInput,
                "--replica: found \"" + name
                    + "\"; expected a name of letters, digits, dots and "
                      "hyphens that no other control plane of this cluster "
                      "has");
}

void putWithLease(pb::RequestOp& operation, std::string key, const std::string& value,
                  std::int64_t lease) {
    auto& put = *operation.mutable_request_put();
    put.set_key(std::move(key));
    put.set_value(value);
    put.set_lease(lease);
}

} // namespace

Result<std::unique_ptr<EtcdReplicas>> EtcdReplicas::join(const EtcdOptions& options,
                                                         const std::string& name) {
    CAUSEWAY_CHECK(checkName(name));
    CAUSEWAY_TRY(auto client, EtcdClient::make(options));
    std::unique_ptr<EtcdReplicas> replicas(
        new EtcdReplicas(std::move(client), options.prefix, name));
    CAUSEWAY_CHECK(replicas->turn());
    replicas->m_thread = std::thread([raw = replicas.get()] { raw->run(); });
    return replicas;
}

EtcdReplicas::EtcdReplicas(std::shared_ptr<EtcdClient> client, std::string prefix, std::string name)
    : m_client(std::move(client)), m_prefix(std::move(prefix)), m_name(std::move(name)) {}

EtcdReplicas::~EtcdReplicas() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    pb::LeaseRevokeRequest request;
    request.set_id(m_lease);
    if (SystemClock().now() < m_until) // else it has expired, or will before an answer comes
        std::ignore = m_client->revoke(request);
}

bool EtcdReplicas::isLeader() const {
    const std::lock_guard lock(m_mutex);
    return m_leads && SystemClock().now() < m_until;
}

std::set<std::string> EtcdReplicas::alive() const {
    const std::lock_guard lock(m_mutex);
    return m_alive;
}

void EtcdReplicas::run() {
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, kBetweenTurns, [&] { return m_stopping; })) {
        lock.unlock();
        tell(turn());
        lock.lock();
    }
}

// Once when it begins and once when it is over.
void EtcdReplicas::tell(const Status& turned) {
    if (!turned && !m_isTrouble)
        log::warn("replica {} cannot renew its lease: {}", m_name, turned.error().describe());
    else if (turned && m_isTrouble)
        log::info("replica {} renews its lease again", m_name);
    m_isTrouble = !turned;
}

Status EtcdReplicas::turn() {
    CAUSEWAY_CHECK(renew());
    return stand();
}

Status EtcdReplicas::renew() {
    // Counted from before the question: etcd counts from when it answers.
    const MonotonicTime asked = SystemClock().now();
    if (m_lease != 0) {
        pb::LeaseKeepAliveRequest request;
        request.set_id(m_lease);
        CAUSEWAY_TRY(const auto answer, m_client->keepAlive(request));
        if (answer.ttl() > 0) {
            const std::lock_guard lock(m_mutex);
            m_until = asked + kLease;
            return {};
        }
    }
    pb::LeaseGrantRequest request;
    request.set_ttl(kLease.count());
    CAUSEWAY_TRY(const auto granted, m_client->grant(request));
    m_lease = granted.id();
    {
        const std::lock_guard lock(m_mutex);
        m_leads = false;
        m_until = asked + kLease;
    }
    return announce();
}

Status EtcdReplicas::announce() {
    pb::TxnRequest request;
    putWithLease(*request.add_success(), m_prefix + std::string(kMembers) + m_name, "", m_lease);
    auto put = m_client->txn(request);
    if (!put)
        m_lease = 0; // with another lease the next time; this one expires
    return std::move(put).map([](const pb::TxnResponse&) {});
}

Status EtcdReplicas::stand() {
    const std::string leader = m_prefix + std::string(kLeader);
    const std::string members = m_prefix + std::string(kMembers);
    pb::TxnRequest request;
    auto& isFree = *request.add_compare();
    isFree.set_key(leader);
    isFree.set_target(pb::Compare::CREATE);
    isFree.set_result(pb::Compare::EQUAL);
    isFree.set_create_revision(0);
    putWithLease(*request.add_success(), leader, m_name, m_lease);
    request.add_failure()->mutable_request_range()->set_key(leader);
    CAUSEWAY_TRY(const auto answer, m_client->txn(request));
    pb::RangeRequest everybody;
    everybody.set_key(members);
    everybody.set_range_end(endOfPrefix(members));
    CAUSEWAY_TRY(const auto found, m_client->range(everybody));

    const auto& there =
        answer.succeeded() ? pb::RangeResponse() : answer.responses(0).response_range();
    const bool leads =
        answer.succeeded() || (there.kvs_size() > 0 && there.kvs(0).lease() == m_lease);
    const std::lock_guard lock(m_mutex);
    if (leads && !m_leads)
        log::info("replica {} leads from now on", m_name);
    m_leads = leads;
    m_alive = {m_name};
    for (const auto& item : found.kvs())
        m_alive.insert(item.key().substr(members.size()));
    return {};
}

} // namespace causeway::control
