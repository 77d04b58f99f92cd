// SPDX-License-Identifier: Apache-2.0
#include "control/events.h"

#include "base/log.h"

#include <algorithm>

namespace causeway::control {

namespace {

void writeLog(const Event& event) {
    const auto line = fmt::format("{} {}: {}", event.kind, event.subject, event.message);
    switch (event.severity) {
    case Severity::Info:
        return log::info("{}", line);
    case Severity::Warning:
        return log::warn("{}", line);
    case Severity::Error:
        return log::error("{}", line);
    }
}

} // namespace

void EventLog::add(Severity severity, std::string kind, std::string subject, std::string message) {
    Event event{.id = {},
                .at = m_clock.wallNow(),
                .severity = severity,
                .kind = std::move(kind),
                .subject = std::move(subject),
                .message = std::move(message)};
    {
        const std::lock_guard lock(m_mutex);
        // The time makes ids unique over restarts; two in one nanosecond still differ.
        m_lastId = std::max(m_lastId + 1, std::int64_t(event.at.time_since_epoch().count()));
        event.id = fmt::format("{:016x}", m_lastId);
        m_events.push_back(event);
        ++m_totals[{event.severity, event.kind}];
        if (m_events.size() > kKept)
            m_events.pop_front();
    }
    writeLog(event);
    if (m_listener)
        m_listener(event);
}

std::vector<Event> EventLog::newest() const {
    const std::lock_guard lock(m_mutex);
    return {m_events.begin(), m_events.end()};
}

EventLog::Totals EventLog::totals() const {
    const std::lock_guard lock(m_mutex);
    return m_totals;
}

} // namespace causeway::control
