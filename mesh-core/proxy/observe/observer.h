// SPDX-License-Identifier: Apache-2.0
// What one worker tells of single requests, when somebody asked to be told: the access log, taps,
// traces. A worker without any has no observer, and its data path pays one test of a pointer. On
// the worker's thread; hands values over, never waits.
#pragma once

#include "proxy/observe/access_log.h"
#include "proxy/observe/tap.h"
#include "proxy/observe/tracer.h"

namespace causeway::proxy {

struct Outcome;
struct Request;

class Observer {
public:
    // Whoever is null is not told.
    void use(std::shared_ptr<AccessLog> log) { m_log = std::move(log); }
    void use(std::shared_ptr<Tracer> tracer) { m_tracer = std::move(tracer); }
    void add(std::shared_ptr<TapSession> tap);
    void removeTap(std::uint64_t id);
    [[nodiscard]] bool idle() const { return !m_log && !m_tracer && m_taps.empty(); }

    // The head is about to go to the next hop, once an attempt.
    void sending(Request& request) const;
    // The response's head came, before it goes on.
    void responded(Request& request, const http::ResponseHead& head) const;
    void ended(const Request& request, const Outcome& outcome, const Clock& clock) const;

private:
    std::shared_ptr<AccessLog> m_log;
    std::shared_ptr<Tracer> m_tracer;
    std::vector<std::shared_ptr<TapSession>> m_taps;
};

} // namespace causeway::proxy
