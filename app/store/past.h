// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of the recording, read back whole: what was counted and what there was, for any instant
// in it. Read on a worker thread from a connection of its own, then handed to the Store, which asks
// it instead of its memory. Never changes after that.
#pragma once

#include "store/edge_history.h"
#include "store/inventory.h"
#include "store/object_log.h"
#include "store/probe_log.h"

#include <memory>
#include <stop_token>

namespace causeway::app::store {

class Past {
public:
    // `file` is the flight recorder's. Stopped half-way it is an error that nobody looks at.
    [[nodiscard]] static Result<std::shared_ptr<const Past>>
    read(const QString& file, const domain::TimeRange& range, const std::stop_token& stop);

    [[nodiscard]] const domain::TimeRange& range() const { return m_range; }
    [[nodiscard]] const EdgeHistory& history() const { return m_history; }
    [[nodiscard]] const ProbeLog& probes() const { return m_probes; }
    [[nodiscard]] Inventory inventoryAt(domain::Instant at) const;

private:
    // Tick by tick all the way: the cursor may stand anywhere in it.
    [[nodiscard]] static HistoryLimits limitsFor(domain::Milliseconds span) {
        HistoryLimits limits;
        limits.kept = limits.fine = span;
        return limits;
    }
    explicit Past(const domain::TimeRange& range) : m_range(range), m_history(limitsFor(range.span())), m_probes(range.span()) {}

    domain::TimeRange m_range;
    EdgeHistory m_history;
    ProbeLog m_probes;
    std::vector<ObjectSpan> m_objects;
};

} // namespace causeway::app::store
