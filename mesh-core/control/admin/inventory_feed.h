// SPDX-License-Identifier: Apache-2.0
// The inventory as snapshot and deltas: a short log of what changed, which watchers follow with a
// cursor. Safe on any thread. A watcher that fell behind the log gets a new snapshot.
#pragma once

#include "control/admin/inventory.h"
#include "control/events.h"

#include <deque>

namespace causeway::control {

class InventoryFeed {
public:
    static constexpr std::size_t kLog = 1000;
    // Figures of a proxy change all the time; they are news this often.
    static constexpr Duration kStatsEvery = std::chrono::seconds(5);
    // Of the time is spent looking at most.
    static constexpr int kOneIn = 12;

    InventoryFeed(const Inventory& inventory, const EventLog& events, const Clock& clock)
        : m_inventory(inventory), m_events(events), m_clock(clock) {}

    // Looks for differences; true when the log has grown. On the control plane's thread. Where that
    // takes long, what is asked for too soon after the last time waits for another call.
    bool refresh();
    void add(const Event& event);

    // Where a watcher stands; a fresh one gets a snapshot first.
    struct Cursor {
        std::optional<std::uint64_t> next;
    };
    [[nodiscard]] bool next(Cursor& cursor, v1::InventoryUpdate& update) const;

private:
    [[nodiscard]] bool keepStats();
    [[nodiscard]] bool look();
    void append(v1::InventoryUpdate update); // with m_mutex held
    void writeSnapshot(v1::InventorySnapshot& snapshot) const;

    const Inventory& m_inventory;
    const EventLog& m_events;
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    Inventory::Items m_items;
    std::deque<v1::InventoryUpdate> m_log;
    std::uint64_t m_end = 0; // number after the last of the log
    MonotonicTime m_lastStats{};
    MonotonicTime m_notBefore{}; // the next refresh()
};

} // namespace causeway::control
