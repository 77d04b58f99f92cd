// SPDX-License-Identifier: Apache-2.0
// Whether the other end of an HTTP/2 connection is still there: after a span in which nothing came it
// is asked by a PING, and has another to answer. A dead peer is known so before the kernel gives up,
// and one that does not answer while requests are under way fails them. Owned by a connection.
#pragma once

#include "net/event_loop.h"

#include <functional>

namespace causeway::proxy {

struct KeepaliveTimes {
    Duration interval = std::chrono::seconds(10); // 0: never asked
    Duration timeout = std::chrono::seconds(3);
};

class Keepalive {
public:
    Keepalive(net::EventLoop& loop, const KeepaliveTimes& times, std::function<void()> ask,
              std::function<void()> gone)
        : m_loop(loop), m_times(times), m_ask(std::move(ask)), m_gone(std::move(gone)),
          m_timer([this] { look(); }) {}

    void start() {
        if (m_times.interval > Duration{})
            m_loop.arm(m_timer, m_times.interval);
    }
    void stop() { m_timer.cancel(); }
    void heard() { m_heard = true; }

private:
    void look() {
        const bool heard = std::exchange(m_heard, false);
        if (!heard && m_asked)
            return m_gone();
        m_asked = !heard;
        m_loop.arm(m_timer, m_asked ? m_times.timeout : m_times.interval);
        if (m_asked)
            m_ask();
    }

    net::EventLoop& m_loop;
    const KeepaliveTimes m_times;
    std::function<void()> m_ask;
    std::function<void()> m_gone;
    net::Timer m_timer;
    bool m_heard = false;
    bool m_asked = false;
};

} // namespace causeway::proxy
