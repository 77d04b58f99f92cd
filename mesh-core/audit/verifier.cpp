// SPDX-License-Identifier: Apache-2.0
#include "audit/verifier.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::audit {

void Verifier::find(std::uint64_t sequence, std::string why) {
    if (!m_finding)
        m_finding = Finding{sequence, std::move(why)};
}

void Verifier::add(const Record& record) {
    if (m_finding)
        return;
    if (record.sequence != m_last + 1)
        return find(m_last + 1, fmt::format("is missing: record {} follows record {}",
                                            record.sequence, m_last));
    if (hashOf(record, m_hash) != record.hash)
        return find(record.sequence, "does not have its hash: it, or the order, was changed");
    m_last = record.sequence;
    m_hash = record.hash;
    if (const auto found = m_checkpoints.find(m_last); found != m_checkpoints.end()) {
        compare(found->second);
        m_checkpoints.erase(found);
    }
}

void Verifier::compare(const Checkpoint& checkpoint) {
    const std::uint64_t first = m_signed + 1; // nothing says which of those since then
    if (const auto checked = check(checkpoint, m_cluster, m_anchors); !checked)
        find(first,
             fmt::format("to {} are not vouched for: the checkpoint after {} is not good: {}",
                         m_last, m_last, checked.error().message()));
    else if (checkpoint.hash != m_hash)
        find(first, fmt::format("to {} were written anew: the checkpoint after {} was signed for "
                                "another hash",
                                m_last, m_last));
    else
        m_signed = m_last;
}

std::optional<Finding> Verifier::finish() {
    if (!m_checkpoints.empty())
        find(m_last + 1, fmt::format("is missing: a checkpoint was signed after record {}",
                                     m_checkpoints.rbegin()->first));
    return m_finding;
}

} // namespace causeway::audit
