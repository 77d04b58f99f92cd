// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/ready_queue.h"

#include <algorithm>
#include <utility>

namespace causeway::proxy {

void QueueCounts::merge(const QueueCounts& other) {
    requests += other.requests;
    gateShut += other.gateShut;
    gateOpened += other.gateOpened;
    waited.merge(other.waited);
}

ReadyQueue::ReadyQueue(net::EventLoop& loop, Duration failFastAfter, QueueCounts& counts)
    : m_loop(loop), m_failFastAfter(failFastAfter), m_counts(counts), m_timer([this] { wake(); }) {}

void ReadyQueue::available() {
    m_unavailableSince.reset();
    if (std::exchange(m_shut, false))
        ++m_counts.gateOpened;
}

ReadyQueue::Entry ReadyQueue::enter(std::weak_ptr<void> who, std::function<void()> callback) {
    const auto now = m_loop.now();
    if (!m_unavailableSince)
        m_unavailableSince = now;
    if (now - *m_unavailableSince >= m_failFastAfter) {
        if (!std::exchange(m_shut, true))
            ++m_counts.gateShut;
        return Entry::FailFast;
    }
    if (m_waiting.size() >= kCapacity)
        std::erase_if(m_waiting, [](const Waiter& each) { return each.who.expired(); });
    if (m_waiting.size() >= kCapacity)
        return Entry::Full;
    m_waiting.push_back({std::move(who), std::move(callback), now});
    ++m_counts.requests;
    return Entry::Queued;
}

void ReadyQueue::wake() {
    for (const Waiter& waiter : std::exchange(m_waiting, {}))
        if (const auto alive = waiter.who.lock()) {
            const auto waited = m_loop.now() - waiter.since;
            m_counts.waited.record(static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(waited).count()));
            waiter.callback();
        }
}

void ReadyQueue::wakeAt(MonotonicTime when) {
    if (when != MonotonicTime::max())
        m_loop.arm(m_timer, std::max(when - m_loop.now(), Duration{}));
}

} // namespace causeway::proxy
