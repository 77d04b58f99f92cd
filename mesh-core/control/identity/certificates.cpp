// SPDX-License-Identifier: Apache-2.0
#include "control/identity/certificates.h"

#include "base/log.h"
#include "control/store/write_parts.h"
#include "control/wire_time.h"

#include <utility>

namespace causeway::control {

namespace {

constexpr std::string_view kPrefix = "/identity/leaves/";

std::string keyOf(const std::string& serial) {
    return std::string(kPrefix) + serial;
}

} // namespace

Result<std::unique_ptr<Certificates>> Certificates::open(Store& store, std::string cluster) {
    std::unique_ptr<Certificates> certificates(new Certificates(store, std::move(cluster)));
    CAUSEWAY_TRY(const auto known, store.range({.prefix = std::string(kPrefix), .revision = 0}));
    for (const KeyValue& item : known.items) {
        v1::Certificate leaf;
        if (!leaf.ParseFromString(item.value))
            return fail(ErrorKind::Io, item.key + " in the store is damaged");
        certificates->put(std::move(leaf));
    }
    certificates->m_revision = known.revision;
    return certificates;
}

Status Certificates::watch() {
    const auto changed = [this](std::uint64_t, const std::vector<Change>& changes) {
        for (const Change& change : changes)
            take(change);
    };
    CAUSEWAY_TRY(m_watch, m_store.watch(std::string(kPrefix), m_revision + 1, changed));
    return {};
}

void Certificates::take(const Change& change) {
    v1::Certificate leaf;
    const std::lock_guard lock(m_mutex);
    if (!change.now) {
        drop(change.key.substr(kPrefix.size()));
    } else if (leaf.ParseFromString(change.now->value)) {
        // Our own come back as well, and we may know more of them by now.
        if (!m_leaves.contains(leaf.serial()) || !leaf.instance().empty())
            put(std::move(leaf));
    } else {
        log::error("{} in the store is damaged", change.key);
    }
}

void Certificates::put(v1::Certificate leaf) {
    drop(leaf.serial());
    if (!leaf.instance().empty())
        m_serials[leaf.instance()].insert(leaf.serial());
    m_leaves.insert_or_assign(leaf.serial(), std::move(leaf));
}

void Certificates::drop(const std::string& serial) {
    const auto known = m_leaves.find(serial);
    if (known == m_leaves.end())
        return;
    if (const auto own = m_serials.find(known->second.instance()); own != m_serials.end()) {
        own->second.erase(serial);
        if (own->second.empty())
            m_serials.erase(own);
    }
    m_leaves.erase(known);
}

v1::Certificate Certificates::describe(v1::Certificate::Kind kind,
                                       const tls::Certificate& certificate,
                                       const std::string& anchorKey) const {
    v1::Certificate described;
    const auto identity = certificate.identity();
    described.set_kind(kind);
    described.set_subject(identity ? identity->uri() : certificate.subject());
    described.set_issuer(certificate.issuer());
    described.set_serial(certificate.serial());
    setTime(*described.mutable_not_before(), certificate.notBefore());
    setTime(*described.mutable_not_after(), certificate.notAfter());
    described.set_cluster(m_cluster);
    described.set_fingerprint_sha256(certificate.fingerprint());
    if (identity)
        described.set_workload(identity->name());
    described.set_anchor_key_sha256(anchorKey);
    return described;
}

void Certificates::setAuthorities(const Trust& trust) {
    std::vector<v1::Certificate> authorities;
    for (const tls::Certificate& anchor : trust.anchors)
        authorities.push_back(
            describe(v1::Certificate::TRUST_ANCHOR, anchor, anchor.publicKey().fingerprint()));
    authorities.push_back(describe(v1::Certificate::ISSUER, trust.issuer.certificate(),
                                   trust.anchor()->publicKey().fingerprint()));
    const std::lock_guard lock(m_mutex);
    m_authorities = std::move(authorities);
}

void Certificates::setServing(const Issued& leaf) {
    v1::Certificate described = describe(v1::Certificate::CONTROL, leaf.leaf(), leaf.anchorKey);
    const std::lock_guard lock(m_mutex);
    m_serving = std::move(described);
}

Operation Certificates::record(const Issued& leaf) const {
    return {.key = keyOf(leaf.leaf().serial()),
            .value =
                describe(v1::Certificate::LEAF, leaf.leaf(), leaf.anchorKey).SerializeAsString()};
}

void Certificates::add(const Issued& leaf) {
    v1::Certificate described = describe(v1::Certificate::LEAF, leaf.leaf(), leaf.anchorKey);
    const std::lock_guard lock(m_mutex);
    put(std::move(described));
}

void Certificates::inUse(const std::string& serial, const std::string& workload,
                         const std::string& instance) {
    const std::lock_guard lock(m_mutex);
    const auto known = m_leaves.find(serial);
    if (known == m_leaves.end() || known->second.instance() == instance)
        return;
    v1::Certificate leaf = known->second;
    const auto own = m_serials.find(instance);
    for (const std::string& other :
         own == m_serials.end() ? std::set<std::string>() : std::set(own->second)) {
        if (m_leaves[other].subject() != leaf.subject())
            continue;
        m_unkept.push_back({.key = keyOf(other), .value = std::nullopt});
        drop(other);
    }
    leaf.set_workload(workload);
    leaf.set_instance(instance);
    m_unkept.push_back({.key = keyOf(serial), .value = leaf.SerializeAsString()});
    put(std::move(leaf));
}

void Certificates::turn(WallTime now, bool fromStore) {
    std::vector<Operation> operations;
    {
        const std::lock_guard lock(m_mutex);
        operations = std::exchange(m_unkept, {});
        std::vector<std::string> expired;
        for (const auto& [serial, leaf] : m_leaves)
            if (timeOf(leaf.not_after()) <= now)
                expired.push_back(serial);
        for (const std::string& serial : expired) {
            drop(serial);
            if (fromStore)
                operations.push_back({.key = keyOf(serial), .value = std::nullopt});
        }
    }
    // The newest of each key: a leaf that was replaced in the same second was in use before.
    std::map<std::string, Operation> newest;
    for (Operation& each : operations)
        newest.insert_or_assign(each.key, std::move(each));
    operations.clear();
    for (auto& [key, each] : newest)
        operations.push_back(std::move(each));
    persist(operations);
}

void Certificates::persist(const std::vector<Operation>& operations) const {
    if (operations.empty())
        return;
    // A list for people: when it cannot be kept, it is shorter after the next start.
    if (const auto written = writeParts(m_store, operations); !written)
        log::warn("keeping the list of certificates: {}", written.error().describe());
}

std::vector<v1::Certificate> Certificates::list() const {
    const std::lock_guard lock(m_mutex);
    std::vector<v1::Certificate> all = m_authorities;
    if (!m_serving.serial().empty())
        all.push_back(m_serving);
    for (const auto& [serial, leaf] : m_leaves)
        all.push_back(leaf);
    return all;
}

} // namespace causeway::control
