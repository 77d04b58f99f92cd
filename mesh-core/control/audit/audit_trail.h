// SPDX-License-Identifier: Apache-2.0
// Who did what in this cluster, kept in the store beside what was done: a change and its record are
// one transaction, so that neither is there without the other. Control planes that share a store
// have a trail each, under its name, so that they never wait for one another; each reads all of
// them. Safe on any thread. Never holds a secret.
#pragma once

#include "audit/checkpoint.h"
#include "control/store/store.h"

#include <map>
#include <mutex>

namespace causeway::control {

struct Actor {
    std::string who; // a SPIFFE id
    std::string reason;
};

struct AuditEntry {
    std::string action;
    std::string subject;
    std::string detail = {};
    std::string digest = {}; // of what was written
};

// A record, and the revision of the store that it was written at.
struct StoredRecord {
    audit::Record record;
    std::uint64_t revision = 0;
};

class AuditTrail {
public:
    // Io when the newest record in the store is damaged. `trail` is the name of one of several, of
    // letters, digits, dots and hyphens; empty: the only one.
    [[nodiscard]] static Result<std::unique_ptr<AuditTrail>> open(Store& store, const Clock& clock,
                                                                  std::string trail = {});

    // Writes the transaction and a record for each entry, or nothing. A comparison that does not
    // hold is the transaction's: Commit::succeeded is false.
    [[nodiscard]] Result<Commit> write(Transaction transaction, const Actor& actor,
                                       const std::vector<AuditEntry>& entries);
    // For what is not written, but happens: not to be begun unless this succeeded.
    [[nodiscard]] Status record(const Actor& actor, const AuditEntry& entry);
    // A call that was refused: told once a minute for each caller and method, with their number, so
    // that nobody fills the disk by asking.
    void denied(const std::string& who, const std::string& method);

    // Writes the denials that are due. To be called every second, and at the end with `now` true.
    void tellDenials(bool now = false);
    // Signs what has come to this trail since its last checkpoint once a minute has passed since
    // then. As often as tellDenials(), and after it.
    [[nodiscard]] Status checkpoint(const std::string& cluster,
                                    const tls::CertificateAuthority& issuer, bool now = false);
    // The same for all other trails of the store, whose control planes may be gone: for the leader.
    [[nodiscard]] Status checkpointOthers(const std::string& cluster,
                                          const tls::CertificateAuthority& issuer);

    // The names of all trails in the store that have a record.
    [[nodiscard]] Result<std::vector<std::string>> trails() const;
    // Records of a trail after that sequence number, at most `limit`; and the checkpoints. An empty
    // name: this trail.
    [[nodiscard]] Result<std::vector<StoredRecord>> records(std::uint64_t after, std::size_t limit,
                                                            const std::string& trail = {}) const;
    [[nodiscard]] Result<std::vector<audit::Checkpoint>>
    checkpoints(std::uint64_t after, std::size_t limit, const std::string& trail = {}) const;
    // All records about one subject, of every trail, oldest first.
    [[nodiscard]] Result<std::vector<StoredRecord>> recordsOf(const std::string& subject) const;
    [[nodiscard]] std::uint64_t newest() const;

private:
    struct Denial {
        MonotonicTime told;
        std::uint64_t untold = 0;
    };

    AuditTrail(Store& store, const Clock& clock, std::string trail)
        : m_store(store), m_clock(clock), m_trail(std::move(trail)), m_signedAt(clock.now()),
          m_othersSignedAt(clock.now()) {}
    [[nodiscard]] Status readNewest();
    [[nodiscard]] Status sign(const audit::Record& newest, const std::string& trail,
                              const std::string& cluster, const tls::CertificateAuthority& issuer);
    [[nodiscard]] Result<Commit> writeLocked(Transaction transaction, const Actor& actor,
                                             const std::vector<AuditEntry>& entries);
    void tellDenied(const std::string& who, const std::string& method, Denial& denial);

    Store& m_store;
    const Clock& m_clock;
    const std::string m_trail;
    mutable std::mutex m_mutex;
    bool m_isUnsure = false; // whether m_newest is the newest: a write failed
    audit::Record m_newest;
    std::uint64_t m_revision = 0; // that m_newest was written at
    std::uint64_t m_signed = 0;
    MonotonicTime m_signedAt;
    MonotonicTime m_othersSignedAt;
    std::map<std::pair<std::string, std::string>, Denial> m_denials;
};

} // namespace causeway::control
