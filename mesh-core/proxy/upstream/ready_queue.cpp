// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/ready_queue.h"

#include <algorithm>
#include <utility>

namespace causeway::proxy {

ReadyQueue::ReadyQueue(net::EventLoop& loop, Duration failFastAfter)
    : m_loop(loop), m_failFastAfter(failFastAfter), m_timer([this] { wake(); }) {}

ReadyQueue::Entry ReadyQueue::enter(std::weak_ptr<void> who, std::function<void()> callback) {
    const auto now = m_loop.now();
    if (!m_unavailableSince)
        m_unavailableSince = now;
    if (now - *m_unavailableSince >= m_failFastAfter)
        return Entry::FailFast;
    if (m_waiting.size() >= kCapacity)
        std::erase_if(m_waiting, [](const Waiter& each) { return each.who.expired(); });
    if (m_waiting.size() >= kCapacity)
        return Entry::Full;
    m_waiting.push_back({std::move(who), std::move(callback)});
    return Entry::Queued;
}

void ReadyQueue::wake() {
    for (const Waiter& waiter : std::exchange(m_waiting, {}))
        if (const auto alive = waiter.who.lock())
            waiter.callback();
}

void ReadyQueue::wakeAt(MonotonicTime when) {
    if (when != MonotonicTime::max())
        m_loop.arm(m_timer, std::max(when - m_loop.now(), Duration{}));
}

} // namespace causeway::proxy
