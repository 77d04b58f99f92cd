// SPDX-License-Identifier: Apache-2.0
#include "net/listener.h"

#include "base/assert.h"
#include "base/log.h"

namespace causeway::net {

Listener::Listener(EventLoop& loop, Descriptor listening, OnAccept onAccept)
    : m_loop(loop), m_listening(std::move(listening)), m_onAccept(std::move(onAccept)),
      m_rest([this] { onReady(false); }) {
    m_loop.watch(m_listening.get(), *this);
}

Listener::~Listener() {
    if (!m_paused)
        m_loop.unwatch(m_listening.get(), *this);
}

void Listener::pause() {
    if (std::exchange(m_paused, true))
        return;
    m_rest.cancel();
    m_loop.unwatch(m_listening.get(), *this);
}

void Listener::resume() {
    if (std::exchange(m_paused, false))
        m_loop.watch(m_listening.get(), *this); // epoll tells at once if somebody waits
}

Address Listener::address() const {
    auto address = localAddressOf(m_listening.get());
    CAUSEWAY_ASSERT(address.has_value());
    return *address;
}

void Listener::onReady(bool) {
    constexpr Duration kRest = std::chrono::milliseconds(100);
    while (!m_paused) {
        auto accepted = acceptOn(m_listening.get());
        if (!accepted) {
            log::warn("{}; trying again in 100 ms", accepted.error().describe());
            m_loop.arm(m_rest, kRest);
            return;
        }
        if (!*accepted)
            return;
        m_onAccept(std::move(**accepted));
    }
}

} // namespace causeway::net
