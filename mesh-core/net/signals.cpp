// SPDX-License-Identifier: Apache-2.0
#include "net/signals.h"

#include "base/assert.h"

#include <sys/signalfd.h>

#include <csignal>
#include <unistd.h>

namespace causeway::net {

Signals::Signals(EventLoop& loop, std::initializer_list<int> signals,
                 std::function<void(int)> onSignal)
    : m_loop(loop), m_onSignal(std::move(onSignal)) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals)
        sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_fd = Descriptor(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    CAUSEWAY_ASSERT(m_fd.valid());
    m_loop.watch(m_fd.get(), *this);
}

Signals::~Signals() {
    m_loop.unwatch(m_fd.get(), *this);
}

void Signals::onReady(bool) {
    signalfd_siginfo info{};
    while (read(m_fd.get(), &info, sizeof info) == sizeof info)
        m_onSignal(static_cast<int>(info.ssi_signo));
}

} // namespace causeway::net
