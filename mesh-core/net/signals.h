// SPDX-License-Identifier: Apache-2.0
// Signals as events of a loop. Blocks them for the process: make it before any thread starts.
#pragma once

#include "net/event_loop.h"

#include <initializer_list>

namespace causeway::net {

class Signals final : private Watcher {
public:
    Signals(EventLoop& loop, std::initializer_list<int> signals, std::function<void(int)> onSignal);
    ~Signals() override;
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    void onReady(bool mayEnd) override;

    EventLoop& m_loop;
    Descriptor m_fd; // signalfd
    std::function<void(int)> m_onSignal;
};

} // namespace causeway::net
