// SPDX-License-Identifier: Apache-2.0
#include "link/path_hops.h"

namespace causeway::link {

void PathHops::see(std::optional<std::uint32_t> hops, std::optional<telemetry::PathSample>& told) {
    if (!hops)
        return;
    m_inARow = hops == m_seen ? m_inARow + 1 : 1;
    m_seen = hops;
    if (m_inARow < kAgreeing && m_hops)
        hops = m_hops;
    telemetry::PathSample& path = told ? *told : told.emplace();
    if (m_inARow >= kAgreeing && m_hops && m_hops != m_seen) {
        ++path.changes;
        path.before = *m_hops;
    }
    if (m_inARow >= kAgreeing)
        m_hops = m_seen;
    path.hops = *hops;
}

} // namespace causeway::link
