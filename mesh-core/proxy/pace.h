// SPDX-License-Identifier: Apache-2.0
// Whether a peer that has something to send, or to take, does so at a bearable pace: at least
// kLeast bytes in each span of time, so that one byte now and then holds nobody up for ever. Owned by
// an Exchange, on the worker's thread; made only when there is something to wait for.
#pragma once

#include "net/event_loop.h"

#include <functional>

namespace causeway::proxy {

class Pace {
public:
    static constexpr std::size_t kLeast = 1024;

    // `excused`: the peer waits for us, not we for it.
    Pace(net::EventLoop& loop, Duration span, std::function<bool()> excused,
         std::function<void()> tooSlow)
        : m_loop(loop), m_span(span), m_excused(std::move(excused)), m_tooSlow(std::move(tooSlow)),
          m_timer([this] { look(); }) {
        m_loop.arm(m_timer, m_span);
    }
    void moved(std::size_t bytes) { m_moved += bytes; }
    void stop() { m_timer.cancel(); }

private:
    void look() {
        if (m_moved < kLeast && !m_excused())
            return m_tooSlow();
        m_moved = 0;
        m_loop.arm(m_timer, m_span);
    }

    net::EventLoop& m_loop;
    Duration m_span;
    std::function<bool()> m_excused;
    std::function<void()> m_tooSlow;
    std::size_t m_moved = 0;
    net::Timer m_timer;
};

} // namespace causeway::proxy
