// SPDX-License-Identifier: Apache-2.0
// What happened that a person may want to know: the newest 500 events, in memory. Safe on any
// thread. Every event also goes to the log. Never holds a secret.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace causeway::control {

enum class Severity { Info, Warning, Error };

struct Event {
    std::string id; // unique over restarts, in order
    WallTime at{};
    Severity severity = Severity::Info;
    std::string kind;    // "proxy.connected"
    std::string subject; // "ledger-1", "aws:gcp"
    std::string message; // a sentence
};

class EventLog {
public:
    static constexpr std::size_t kKept = 500;

    explicit EventLog(const Clock& clock) : m_clock(clock) {}

    void add(Severity severity, std::string kind, std::string subject, std::string message);
    [[nodiscard]] std::vector<Event> newest() const; // oldest first
    // How many there were since the start, by severity and kind.
    using Totals = std::map<std::pair<Severity, std::string>, std::uint64_t>;
    [[nodiscard]] Totals totals() const;
    // Called on the adding thread after every event; set before threads start.
    void onEvent(std::function<void(const Event&)> listener) { m_listener = std::move(listener); }

private:
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::deque<Event> m_events;
    Totals m_totals;
    std::int64_t m_lastId = 0;
    std::function<void(const Event&)> m_listener;
};

} // namespace causeway::control
