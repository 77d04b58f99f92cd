// SPDX-License-Identifier: GPL-3.0-or-later
#include "connect/source_monitor.h"

#include <algorithm>

namespace causeway::app::connect {

using namespace domain;

void SourceMonitor::heard(const sdk::Updates& updates, MonotonicTime at) {
    m_heardAt = at;
    m_lost.reset();
    m_retryAt.reset();
    if (updates.snapshot) {
        m_hasInventory = true;
        m_hasServices = !updates.snapshot->services.empty();
    }
    for (const sdk::Change& change : updates.changes)
        m_hasServices |= std::holds_alternative<Service>(change);
    for (const sdk::EdgeTick& tick : updates.ticks) {
        m_hasEdges |= !tick.samples.empty();
        if (m_lastData && tick.end < *m_lastData)
            continue;
        m_lastData = tick.end;
        m_tickLength = tick.duration;
        m_reporting = tick.proxiesReporting;
        m_expected = tick.proxiesExpected;
    }
}

void SourceMonitor::lost(const sdk::Lost& lost, Instant now) {
    m_lost = lost;
    m_retryAt = lost.retryIn ? std::optional(now + *lost.retryIn) : std::nullopt;
}

SourceState SourceMonitor::state(MonotonicTime now) const {
    SourceState state = m_lost ? lostState() : SourceState{};
    state.lastData = m_lastData;
    state.proxiesReporting = m_reporting;
    state.proxiesExpected = m_expected;
    state.role = m_role;
    if (m_lost)
        return state;
    if (!m_hasInventory && !m_lastData)
        state.condition = SourceCondition::Connecting;
    else if (late(now))
        state.condition = SourceCondition::Stale;
    else if (m_reporting < m_expected)
        state.condition = SourceCondition::Partial;
    else if (!m_hasServices && !m_hasEdges)
        state.condition = SourceCondition::Empty;
    else
        state.condition = SourceCondition::Live;
    return state;
}

SourceState SourceMonitor::lostState() const {
    SourceState state;
    const bool denied =
        m_lost->kind == ErrorKind::PermissionDenied || m_lost->kind == ErrorKind::Unauthenticated;
    if (denied)
        state.condition = SourceCondition::Denied;
    else
        state.condition = m_lastData ? SourceCondition::Stale : SourceCondition::Failed;
    state.error = m_lost->kind;
    state.reason = m_lost->reason;
    state.nextStep = m_lost->nextStep;
    state.retryAt = m_retryAt;
    return state;
}

bool SourceMonitor::late(MonotonicTime now) const {
    return m_lastData && now - m_heardAt > std::max(kLate, 3 * m_tickLength);
}

} // namespace causeway::app::connect
