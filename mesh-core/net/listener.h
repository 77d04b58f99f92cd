// SPDX-License-Identifier: Apache-2.0
// Accepts connections on one listening socket, on its loop's thread, until it is destroyed. Out of
// descriptors it rests for a moment instead of spinning.
#pragma once

#include "net/event_loop.h"

namespace causeway::net {

class Listener final : private Watcher {
public:
    using OnAccept = std::function<void(Accepted)>;

    Listener(EventLoop& loop, Descriptor listening, OnAccept onAccept);
    ~Listener() override;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // With the real port where 0 was asked for.
    [[nodiscard]] Address address() const;
    // Accepts nobody: who connects waits in the kernel's queue.
    void pause();
    void resume();

private:
    void onReady(bool mayEnd) override;

    EventLoop& m_loop;
    Descriptor m_listening;
    OnAccept m_onAccept;
    Timer m_rest;
    bool m_paused = false;
};

} // namespace causeway::net
