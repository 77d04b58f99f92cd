// SPDX-License-Identifier: Apache-2.0
#include "control/audit/audit_trail.h"

#include "base/log.h"

#include <spdlog/fmt/fmt.h>

#include <charconv>

namespace causeway::control {

namespace {

// Numbers in hex of one width, so that the order of keys is the order of records.
constexpr std::string_view kNewest = "/audit/newest";
constexpr std::string_view kRecords = "/audit/records/";
constexpr std::string_view kCheckpoints = "/audit/checkpoints/";
constexpr std::string_view kSubjects = "/audit/subjects/"; // <subject>/<number>: which concern it
constexpr Duration kBetweenCheckpoints = std::chrono::minutes(1);
constexpr Duration kBetweenDenials = std::chrono::minutes(1);
constexpr std::size_t kDenials = 1000; // callers and methods that are told apart

std::string numbered(std::string_view prefix, std::uint64_t sequence) {
    return fmt::format("{}{:016x}", prefix, sequence);
}

std::string prefixOf(const std::string& subject) {
    return fmt::format("{}{}/", kSubjects, subject);
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

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(Store& store, const Clock& clock) {
    std::unique_ptr<AuditTrail> trail(new AuditTrail(store, clock));
    CAUSEWAY_TRY(const auto newest, store.get(std::string(kNewest)));
    if (!newest)
        return trail;
    auto record = audit::parseRecord(newest->value);
    if (!record)
        return tl::unexpected(std::move(record).error().context(
            std::string(kNewest) + " in the store is damaged; restore a backup"));
    trail->m_newest = std::move(*record);
    trail->m_revision = newest->modRevision;
    CAUSEWAY_TRY(const auto checkpoint,
                 store.get(numbered(kCheckpoints, trail->m_newest.sequence)));
    trail->m_signed = checkpoint ? trail->m_newest.sequence : 0;
    return trail;
}

Result<Commit> AuditTrail::write(Transaction transaction, const Actor& actor,
                                 const std::vector<AuditEntry>& entries) {
    const std::lock_guard lock(m_mutex);
    return writeLocked(std::move(transaction), actor, entries);
}

Result<Commit> AuditTrail::writeLocked(Transaction transaction, const Actor& actor,
                                       const std::vector<AuditEntry>& entries) {
    audit::Record newest = m_newest;
    const WallTime now = std::chrono::floor<std::chrono::microseconds>(m_clock.wallNow());
    transaction.compares.push_back({.key = std::string(kNewest), .modRevision = m_revision});
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
        transaction.operations.push_back(
            {.key = numbered(kRecords, record.sequence), .value = audit::serialize(record)});
        transaction.operations.push_back(
            {.key = numbered(prefixOf(record.subject), record.sequence), .value = ""});
        newest = std::move(record);
    }
    transaction.operations.push_back(
        {.key = std::string(kNewest), .value = audit::serialize(newest)});
    CAUSEWAY_TRY(const Commit commit, m_store.write(transaction));
    if (commit.succeeded) {
        m_newest = std::move(newest);
        m_revision = commit.revision;
    }
    return commit;
}

Status AuditTrail::record(const Actor& actor, const AuditEntry& entry) {
    CAUSEWAY_TRY(const Commit commit, write({}, actor, {entry}));
    if (!commit.succeeded)
        return fail(ErrorKind::Io, "the audit trail in the store was changed by somebody else");
    return {};
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

Status AuditTrail::checkpoint(const std::string& cluster, const tls::CertificateAuthority& issuer,
                              bool now) {
    const std::lock_guard lock(m_mutex);
    const MonotonicTime time = m_clock.now();
    for (auto& [key, denial] : m_denials)
        if (denial.untold > 0 && (now || time - denial.told >= kBetweenDenials))
            tellDenied(key.first, key.second, denial);
    std::erase_if(m_denials, [&](const auto& each) {
        return each.second.untold == 0 && time - each.second.told >= kBetweenDenials;
    });
    if (m_newest.sequence == m_signed || (!now && time - m_signedAt < kBetweenCheckpoints))
        return {};
    CAUSEWAY_TRY(const auto checkpoint, audit::sign(m_newest, cluster, m_clock.wallNow(), issuer));
    CAUSEWAY_CHECK(m_store
                       .write({.compares = {},
                               .operations = {{.key = numbered(kCheckpoints, checkpoint.sequence),
                                               .value = audit::serialize(checkpoint)}}})
                       .map([](const Commit&) {}));
    m_signed = m_newest.sequence;
    m_signedAt = time;
    return {};
}

Result<std::vector<StoredRecord>> AuditTrail::records(std::uint64_t after,
                                                      std::size_t limit) const {
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = std::string(kRecords),
                                                  .after = numbered(kRecords, after),
                                                  .limit = limit}));
    std::vector<StoredRecord> records;
    for (const KeyValue& item : found.items) {
        CAUSEWAY_TRY(auto record, storedRecord(item));
        records.push_back(std::move(record));
    }
    return records;
}

Result<std::vector<audit::Checkpoint>> AuditTrail::checkpoints(std::uint64_t after,
                                                               std::size_t limit) const {
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = std::string(kCheckpoints),
                                                  .after = numbered(kCheckpoints, after),
                                                  .limit = limit}));
    std::vector<audit::Checkpoint> checkpoints;
    for (const KeyValue& item : found.items) {
        CAUSEWAY_TRY(auto checkpoint, audit::parseCheckpoint(item.value));
        checkpoints.push_back(std::move(checkpoint));
    }
    return checkpoints;
}

Result<std::vector<StoredRecord>> AuditTrail::recordsOf(const std::string& subject) const {
    CAUSEWAY_TRY(const auto found, m_store.range({.prefix = prefixOf(subject)}));
    std::vector<StoredRecord> records;
    for (const KeyValue& item : found.items) {
        CAUSEWAY_TRY(const std::uint64_t sequence, numberOf(item.key));
        CAUSEWAY_TRY(const auto stored, m_store.get(numbered(kRecords, sequence)));
        if (!stored)
            return fail(ErrorKind::Io, item.key + " in the store leads nowhere");
        CAUSEWAY_TRY(auto record, storedRecord(*stored));
        records.push_back(std::move(record));
    }
    return records;
}

std::uint64_t AuditTrail::newest() const {
    const std::lock_guard lock(m_mutex);
    return m_newest.sequence;
}

} // namespace causeway::control
