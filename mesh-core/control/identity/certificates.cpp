// SPDX-License-Identifier: Apache-2.0
#include "control/identity/certificates.h"

#include "base/log.h"
#include "control/store/write_parts.h"
#include "control/wire_time.h"

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
        certificates->m_leaves[leaf.serial()] = std::move(leaf);
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
        m_leaves.erase(change.key.substr(kPrefix.size()));
    } else if (leaf.ParseFromString(change.now->value)) {
        // Our own come back as well, and we may know more of them by now.
        v1::Certificate& known = m_leaves[leaf.serial()];
        if (known.serial().empty() || !leaf.instance().empty())
            known = std::move(leaf);
    } else {
        log::error("{} in the store is damaged", change.key);
    }
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
    m_leaves[described.serial()] = std::move(described);
}

void Certificates::inUse(const std::string& serial, const std::string& workload,
                         const std::string& instance) {
    std::vector<Operation> operations;
    {
        const std::lock_guard lock(m_mutex);
        const auto leaf = m_leaves.find(serial);
        if (leaf == m_leaves.end() || leaf->second.instance() == instance)
            return;
        std::erase_if(m_leaves, [&](const auto& entry) {
            const bool replaced = entry.first != serial && entry.second.instance() == instance
                                  && entry.second.subject() == leaf->second.subject();
            if (replaced)
                operations.push_back({.key = keyOf(entry.first), .value = std::nullopt});
            return replaced;
        });
        leaf->second.set_workload(workload);
        leaf->second.set_instance(instance);
        operations.push_back({.key = keyOf(serial), .value = leaf->second.SerializeAsString()});
    }
    persist(operations);
}

void Certificates::dropExpired(WallTime now, bool fromStore) {
    std::vector<Operation> operations;
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_leaves, [&](const auto& entry) {
            const bool expired = timeOf(entry.second.not_after()) <= now;
            if (expired)
                operations.push_back({.key = keyOf(entry.first), .value = std::nullopt});
            return expired;
        });
    }
    if (fromStore)
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
