// SPDX-License-Identifier: Apache-2.0
#include "control/audit/audit_trail.h"

#include "base/log.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::control {

namespace {

// Each followed by the name of a trail, if it has one, and all but the newest by a number in hex of
// one width, so that the order of keys is the order of records.
constexpr std::string_view kNewest = "/audit/newest";
constexpr std::string_view kRecords = "/audit/records";
constexpr std::string_view kCheckpoints = "/audit/checkpoints";
constexpr std::string_view kSubjects = "/audit/subjects"; // here <subject> first: which concern it
constexpr Duration kBetweenCheckpoints = std::chrono::minutes(1);
constexpr Duration kBetweenDenials = std::chrono::minutes(1);
constexpr std::size_t kDenials = 1000; // callers and methods that are told apart

constexpr int kAttempts = 2; // of a record: the second knows what came of the first

std::string ofTrail(std::string_view prefix, const std::string& trail) {
    return fmt::format("{}{}{}", prefix, trail.empty() ? "" : "/", trail);
}

std::string numbered(std::string_view prefix, const std::string& trail, std::uint64_t sequence) {
    return fmt::format("{}/{:016x}", ofTrail(prefix, trail), sequence);
}

std::string subjectPrefix(const std::string& subject) {
    return fmt::format("{}/{}", kSubjects, subject);
}

Result<audit::Record> newestOf(const KeyValue& item) {
    auto record = audit::parseRecord(item.value);
    if (!record)
        return tl::unexpected(std::move(record).error().context(
            item.key + " in the store is damaged; restore a backup"));
    return record;
}

std::string trailOf(const KeyValue& newest) {
    return newest.key.size() == kNewest.size() ? "" : newest.key.substr(kNewest.size() + 1);
}

Result<std::uint64_t> numberOf(const std::string& key) {
    std::uint64_t number = 0;
    const std::size_t start = key.rfind('/') + 1;
    const auto [end, error] =
        std::from_chars(key.data() + start, key.data() + key.size(), number, 16);
    if (error != std::errc() || end != key.data() + key.size())
        return fail(ErrorKind::Io, key + " in the store is damaged");
    return number;
}

// One that was damaged is handed on without a hash, so that whoever verifies the trail names it.
Result<StoredRecord> storedRecord(const KeyValue& item) {
    CAUSEWAY_TRY(const std::uint64_t sequence, numberOf(item.key));
    auto record = audit::parseRecord(item.value);
    if (!record || record->sequence != sequence)
        record = audit::Record{.sequence = sequence, .detail = "damaged"};
    return StoredRecord{std::move(*record), item.modRevision};
}

} // namespace

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(Store& store, const Clock& clock,
                                                     std::string trail) {
    std::unique_ptr<AuditTrail> opened(new AuditTrail(store, clock, std::move(trail)));
    CAUSEWAY_CHECK(opened->readNewest());
    CAUSEWAY_TRY(const auto checkpoint,
                 store.get(numbered(kCheckpoints, opened->m_trail, opened->m_newest.sequence)));
    opened->m_signed = checkpoint ? opened->m_newest.sequence : 0;
    return opened;
}

Status AuditTrail::readNewest() {
    CAUSEWAY_TRY(const auto newest, m_store.get(ofTrail(kNewest, m_trail)));
    if (newest) {
        CAUSEWAY_TRY(m_newest, newestOf(*newest));
        m_revision = newest->modRevision;
    }
    m_isUnsure = false;
    return {};
}

Result<Commit> AuditTrail::write(Transaction transaction, const Actor& actor,
                                 const std::vector<AuditEntry>& entries) {
    const std::lock_guard lock(m_mutex);
    return writeLocked(std::move(transaction), actor, entries);
}

Result<Commit> AuditTrail::writeLocked(Transaction transaction, const Actor& actor,
                                       const std::vector<AuditEntry>& entries) {
    if (m_isUnsure)
        CAUSEWAY_CHECK(readNewest());
    audit::Record newest = m_newest;
    const WallTime now = std::chrono::floor<std::chrono::microseconds>(m_clock.wallNow());
    transaction.compares.push_back({.key = ofTrail(kNewest, m_trail), .modRevision = m_revision});
    for (const AuditEntry& entry : entries) {
        audit::Record record{.sequence = newest.sequence + 1,
                             .at = now,
                             .who = actor.who,
                             .action = entry.action,
                             .subject = entry.subject,
                             .reason = actor.reason,
                             .detail = entry.detail,
                             .digest = entry.digest,
                             .hash = {}};
        record.hash = audit::hashOf(record, newest.hash);
        transaction.operations.push_back({.key = numbered(kRecords, m_trail, record.sequence),
                                          .value = audit::serialize(record)});
        transaction.operations.push_back(
            {.key = numbered(subjectPrefix(record.subject), m_trail, record.sequence),
             .value = ""});
        newest = std::move(record);
    }
    transaction.operations.push_back(
        {.key = ofTrail(kNewest, m_trail), .value = audit::serialize(newest)});
    auto commit = m_store.write(transaction);
    if (commit && commit->succeeded) {
        m_newest = std::move(newest);
        m_revision = commit->revision;
    } else {
        // An etcd that did not answer may have written it all the same, even now.
        m_isUnsure = true;
    }
    return commit;
}

Status AuditTrail::record(const Actor& actor, const AuditEntry& entry) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        CAUSEWAY_TRY(const Commit commit, write({}, actor, {entry}));
        if (commit.succeeded)
            return {};
    }
    return fail(ErrorKind::Conflict,
                "the audit trail in the store was changed by somebody else; is there another "
                "control plane of the same name?");
}

void AuditTrail::denied(const std::string& who, const std::string& method) {
    const std::lock_guard lock(m_mutex);
    const auto key = std::pair(who, method);
    const bool isKnown = m_denials.contains(key);
    if (!isKnown && m_denials.size() >= kDenials)
        return; // it is in the log
    Denial& denial = m_denials[key];
    ++denial.untold;
    if (!isKnown || m_clock.now() - denial.told >= kBetweenDenials)
        tellDenied(who, method, denial);
}

void AuditTrail::tellDenied(const std::string& who, const std::string& method, Denial& denial) {
    const auto written =
        writeLocked({}, {.who = who, .reason = {}},
                    {{.action = "call.denied",
                      .subject = method,
                      .detail = denial.untold == 1 ? "" : fmt::format("{} times", denial.untold)}});
    denial.told = m_clock.now();
    if (written && written->succeeded)
        denial.untold = 0;
    else
        log::error("a denied call of {} is not in the audit trail", who);
}

void AuditTrail::tellDenials(bool now) {
    const std::lock_guard lock(m_mutex);
    const MonotonicTime time = m_clock.now();
    for (auto& [key, denial] : m_denials)
        if (denial.untold > 0 && (now || time - denial.told >= kBetweenDenials))
            tellDenied(key.first, key.second, denial);
    std::erase_if(m_denials, [&](const auto& each) {
        return each.second.untold == 0 && time - each.second.told >= kBetweenDenials;
    });
}

Status AuditTrail::sign(const audit::Record& newest, const std::string& trail,
                        const std::string& cluster, const tls::CertificateAuthority& issuer) {
    CAUSEWAY_TRY(const auto checkpoint,
                 audit::sign(newest, audit::trailName(cluster, trail), m_clock.wallNow(), issuer));
    return m_store
        .write({.compares = {},
                .operations = {{.key = numbered(kCheckpoints, trail, checkpoint.sequence),
                                .value = audit::serialize(checkpoint)}}})
        .map([](const Commit&) {});
}

Status AuditTrail::checkpoint(const std::string& cluster, const tls::CertificateAuthority& issuer,
                              bool now) {
    const std::lock_guard lock(m_mutex);
    const MonotonicTime time = m_clock.now();
    if (m_newest.sequence == m_signed || (!now && time - m_signedAt < kBetweenCheckpoints))
        return {};
    CAUSEWAY_CHECK(sign(m_newest, m_trail, cluster, issuer));
    m_signed = m_newest.sequence;
    m_signedAt = time;
    return {};
}

Status AuditTrail::checkpointOthers(const std::string& cluster,
                                    const tls::CertificateAuthority& issuer) {
    const std::lock_guard lock(m_mutex);
    if (m_clock.now() - m_othersSignedAt < kBetweenCheckpoints)
        return {};
    CAUSEWAY_TRY(const auto all, m_store.range({.prefix = std::string(kNewest)}));
    for (const KeyValue& item : all.items) {
        const std::string trail = trailOf(item);
        if (trail == m_trail)
            continue;
        CAUSEWAY_TRY(const audit::Record newest, newestOf(item));
        CAUSEWAY_TRY(const auto there, m_store.get(numbered(kCheckpoints, trail, newest.sequence)));
        if (!there)
            CAUSEWAY_CHECK(sign(newest, trail, cluster, issuer));
    }
    m_othersSignedAt = m_clock.now();
    return {};
}

Result<std::vector<std::string>> AuditTrail::trails() const {
    CAUSEWAY_TRY(const auto all, m_store.range({.prefix = std::string(kNewest)}));
    std::vector<std::string> names;
    for (const KeyValue& item : all.items)
        names.push_back(trailOf(item));
    return names;
}

Result<std::vector<StoredRecord>> AuditTrail::records(std::uint64_t after, std::size_t limit,
                                                      const std::string& trail) const {
    const std::string& name = trail.empty() ? m_trail : trail;
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = ofTrail(kRecords, name) + "/",
                                                  .after = numbered(kRecords, name, after),
                                                  .limit = limit}));
    std::vector<StoredRecord> records;
    for (const KeyValue& item : found.items) {
        CAUSEWAY_TRY(auto record, storedRecord(item));
        records.push_back(std::move(record));
    }
    return records;
}

Result<std::vector<audit::Checkpoint>>
AuditTrail::checkpoints(std::uint64_t after, std::size_t limit, const std::string& trail) const {
    const std::string& name = trail.empty() ? m_trail : trail;
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = ofTrail(kCheckpoints, name) + "/",
                                                  .after = numbered(kCheckpoints, name, after),
                                                  .limit = limit}));
    std::vector<audit::Checkpoint> checkpoints;
    for (const KeyValue& item : found.items) {
        CAUSEWAY_TRY(auto checkpoint, audit::parseCheckpoint(item.value));
        checkpoints.push_back(std::move(checkpoint));
    }
    return checkpoints;
}

Result<std::vector<StoredRecord>> AuditTrail::recordsOf(const std::string& subject) const {
    const std::string prefix = subjectPrefix(subject) + "/";
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = prefix}));
    const std::ptrdiff_t depth = m_trail.empty() ? 0 : 1; // slashes in "control-1/00…01"
    std::vector<StoredRecord> records;
    for (const KeyValue& item : found.items) {
        const std::string rest = item.key.substr(prefix.size());
        if (std::ranges::count(rest, '/') != depth)
            continue; // of a longer subject
        const auto stored = m_store.get(fmt::format("{}/{}", kRecords, rest));
        if (!stored)
            return tl::unexpected(stored.error());
        if (!*stored)
            return fail(ErrorKind::Io, item.key + " in the store leads nowhere");
        CAUSEWAY_TRY(auto record, storedRecord(**stored));
        records.push_back(std::move(record));
    }
    std::ranges::stable_sort(records, {}, &StoredRecord::revision);
    return records;
}

std::uint64_t AuditTrail::newest() const {
    const std::lock_guard lock(m_mutex);
    return m_newest.sequence;
}

} // namespace causeway::control
