// SPDX-License-Identifier: Apache-2.0
#include "proxy/route_timeouts.h"

#include <algorithm>

namespace causeway::proxy {

RouteTimeouts::RouteTimeouts(net::EventLoop& loop, const route::Timeouts& timeouts,
                             MonotonicTime received, Reached reached)
    : m_loop(loop), m_timeouts(timeouts), m_received(received), m_movedAt(loop.now()),
      m_reached(std::move(reached)), m_request([this] { m_reached(Limit::Request); }),
      m_response([this] { m_reached(Limit::Response); }), m_idle([this] { watchIdle(); }),
      m_attempt([this] { m_reached(Limit::Attempt); }) {
    if (const auto rest = left())
        m_loop.arm(m_request, std::max(*rest, Duration{}));
    if (m_timeouts.idle)
        m_loop.arm(m_idle, *m_timeouts.idle);
}

void RouteTimeouts::attemptBegan(std::optional<Duration> perTry) {
    moved();
    if (perTry)
        m_loop.arm(m_attempt, *perTry);
}

void RouteTimeouts::attemptEnded() {
    m_attempt.cancel();
    m_response.cancel();
}

void RouteTimeouts::stop() {
    for (net::Timer* timer : {&m_request, &m_response, &m_idle, &m_attempt})
        timer->cancel();
}

void RouteTimeouts::keepIdle() {
    for (net::Timer* timer : {&m_request, &m_response, &m_attempt})
        timer->cancel();
    m_timeouts.response.reset();
}

void RouteTimeouts::requestEnded() {
    moved();
    if (m_timeouts.response)
        m_loop.arm(m_response, *m_timeouts.response);
}

std::optional<Duration> RouteTimeouts::left() const {
    if (!m_timeouts.request)
        return std::nullopt;
    return *m_timeouts.request - (m_loop.clock().now() - m_received);
}

// Moving costs no timer: it is looked at when the time would be over.
void RouteTimeouts::watchIdle() {
    const Duration still = m_loop.now() - m_movedAt;
    if (still >= *m_timeouts.idle)
        return m_reached(Limit::Idle);
    m_loop.arm(m_idle, *m_timeouts.idle - still);
}

std::string_view describe(RouteTimeouts::Limit limit) {
    switch (limit) {
    case RouteTimeouts::Limit::Request: return "the whole request";
    case RouteTimeouts::Limit::Response: return "the response";
    case RouteTimeouts::Limit::Idle: return "silence";
    case RouteTimeouts::Limit::Attempt: break;
    }
    return "one attempt";
}

} // namespace causeway::proxy
