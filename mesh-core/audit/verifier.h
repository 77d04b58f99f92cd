// SPDX-License-Identifier: Apache-2.0
// Says whether a trail is what its cluster wrote, and if not, which record was touched first. Takes
// the records one by one, in order, so that a trail of any length can be judged. One thread.
#pragma once

#include "audit/checkpoint.h"

#include <map>
#include <optional>

namespace causeway::audit {

struct Finding {
    std::uint64_t sequence = 0; // the first record that is not as it was written
    std::string why;
};

class Verifier {
public:
    Verifier(std::string cluster, std::vector<tls::Certificate> anchors)
        : m_cluster(std::move(cluster)), m_anchors(std::move(anchors)) {}

    // Those that cover a record have to come before it.
    void add(const Checkpoint& checkpoint) {
        m_checkpoints.insert_or_assign(checkpoint.sequence, checkpoint);
    }
    void add(const Record& record);
    // After the last record. Nothing: the trail is whole and as it was written.
    [[nodiscard]] std::optional<Finding> finish();

    [[nodiscard]] std::uint64_t records() const { return m_last; }
    [[nodiscard]] const std::string& hash() const { return m_hash; } // of the last record
    // The newest record that a good signature covers; what follows it is only chained.
    [[nodiscard]] std::uint64_t signedUpTo() const { return m_signed; }

private:
    void find(std::uint64_t sequence, std::string why);
    void compare(const Checkpoint& checkpoint);

    std::string m_cluster;
    std::vector<tls::Certificate> m_anchors;
    std::map<std::uint64_t, Checkpoint> m_checkpoints; // of records that have not come yet
    std::optional<Finding> m_finding;
    std::string m_hash;
    std::uint64_t m_last = 0;
    std::uint64_t m_signed = 0;
};

} // namespace causeway::audit
