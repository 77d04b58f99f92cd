// SPDX-License-Identifier: Apache-2.0
// The time limits of one request: the whole of it, its response, idleness, one attempt. Made only
// for a request whose route sets one; owned by its Exchange, on the worker's thread. Never ends
// anything itself: it tells which limit was reached.
#pragma once

#include "net/event_loop.h"
#include "route/traffic_rules.h"

#include <functional>
#include <string_view>

namespace causeway::proxy {

class RouteTimeouts {
public:
    enum class Limit : std::uint8_t { Request, Response, Idle, Attempt };
    using Reached = std::function<void(Limit)>;

    // The whole request's time runs from `received`.
    RouteTimeouts(net::EventLoop& loop, const route::Timeouts& timeouts, MonotonicTime received,
                  Reached reached);

    // An attempt went out; `perTry`: how long its response's head may take.
    void attemptBegan(std::optional<Duration> perTry);
    void attemptEnded(); // what is not over starts anew with the next one
    void requestEnded(); // its last byte went out
    void stop();
    void keepIdle(); // a tunnel lasts as long as its ends want, but for silence
    void headCame() { m_attempt.cancel(); }
    void moved() { m_movedAt = m_loop.now(); }
    // Of the whole request's time; nothing without a limit.
    [[nodiscard]] std::optional<Duration> left() const;

private:
    void watchIdle();

    net::EventLoop& m_loop;
    route::Timeouts m_timeouts;
    MonotonicTime m_received;
    MonotonicTime m_movedAt;
    Reached m_reached;
    net::Timer m_request;
    net::Timer m_response;
    net::Timer m_idle;
    net::Timer m_attempt;
};

// For people: "the whole request", "its response" …
[[nodiscard]] std::string_view describe(RouteTimeouts::Limit limit);

} // namespace causeway::proxy
