// SPDX-License-Identifier: GPL-3.0-or-later
// Decides in which of its states a source is, from what came and what did not. A table in words:
//   lost, denied by the cluster          → Denied
//   lost, and nothing ever came          → Failed, with the next attempt's time
//   lost, or no tick for too long        → Stale, its data keeps its age
//   never lost, nothing came yet         → Connecting
//   live, some proxies do not report     → Partial
//   live, no service and no edge         → Empty
//   live                                 → Live
// Lateness is measured by our monotonic clock from when data came, so that a cluster whose own
// clock is off is not called stale. Pure; owned by a session.
#pragma once

#include "base/clock.h"
#include "domain/source_state.h"
#include "sdk/source.h"

#include <optional>

namespace causeway::app::connect {

class SourceMonitor {
public:
    // A tick may be this late; longer ticks get three of their lengths.
    static constexpr domain::Milliseconds kLate = std::chrono::seconds(5);

    void heard(const sdk::Updates& updates, MonotonicTime at);
    void lost(const sdk::Lost& lost, domain::Instant now);
    void roleKnown(const QString& role) { m_role = role; }

    [[nodiscard]] domain::SourceState state(MonotonicTime now) const;

private:
    [[nodiscard]] domain::SourceState lostState() const;
    [[nodiscard]] bool late(MonotonicTime now) const;

    QString m_role;
    bool m_hasInventory = false;
    bool m_hasServices = false;
    bool m_hasEdges = false;
    std::optional<domain::Instant> m_lastData;
    MonotonicTime m_heardAt{};
    domain::Milliseconds m_tickLength{0};
    int m_reporting = 0;
    int m_expected = 0;
    std::optional<sdk::Lost> m_lost;
    std::optional<domain::Instant> m_retryAt;
};

} // namespace causeway::app::connect
