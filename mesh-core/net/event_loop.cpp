// SPDX-License-Identifier: Apache-2.0
#include "net/event_loop.h"

#include "base/assert.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <ctime>
#include <unistd.h>

namespace causeway::net {

EventLoop::EventLoop(const Clock& clock)
    : m_clock(clock), m_epoll(epoll_create1(EPOLL_CLOEXEC)),
      m_wakeup(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), m_now(clock.now()), m_timers(m_now) {
    CAUSEWAY_ASSERT(m_epoll.valid() && m_wakeup.valid());
    epoll_event event{EPOLLIN, {nullptr}};
    epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_wakeup.get(), &event);
}

EventLoop::~EventLoop() = default;

void EventLoop::watch(int fd, Watcher& watcher) {
    epoll_event event{EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {&watcher}};
    const int done = epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event);
    CAUSEWAY_ASSERT(done == 0);
}

void EventLoop::unwatch(int fd, Watcher& watcher) {
    epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
    for (std::size_t i = 0; i < m_batchSize; ++i)
        if (m_batch[i].data.ptr == &watcher)
            m_batch[i].data.ptr = nullptr;
}

void EventLoop::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_posted.push_back(std::move(task));
    }
    eventfd_write(m_wakeup.get(), 1);
}

void EventLoop::stop() {
    m_stopping = true;
    eventfd_write(m_wakeup.get(), 1);
}

void EventLoop::run() {
    constexpr Duration kLong = std::chrono::minutes(1);
    while (!m_stopping)
        turn(kLong);
    runDeferred();
    m_stopping = false;
}

Duration EventLoop::untilNextTimer(Duration atMost) const {
    const auto next = m_timers.next();
    if (!next)
        return atMost;
    return std::clamp(*next - m_clock.now(), Duration::zero(), atMost);
}

void EventLoop::turn(Duration atMost) {
    const Duration wait = m_deferred.empty() ? untilNextTimer(atMost) : Duration::zero();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    const timespec timeout{seconds.count(), (wait - seconds).count()};
    const int count =
        epoll_pwait2(m_epoll.get(), m_batch.data(), static_cast<int>(kBatch), &timeout, nullptr);
    CAUSEWAY_ASSERT(count >= 0 || errno == EINTR);
    m_now = m_clock.now();
    m_batchSize = count > 0 ? static_cast<std::size_t>(count) : 0;
    bool woken = false;
    for (std::size_t i = 0; i < m_batchSize; ++i) {
        // The wakeup's own entry has no watcher; nor has one that was unwatched in this turn.
        if (auto* watcher = static_cast<Watcher*>(m_batch[i].data.ptr))
            watcher->onReady();
        else
            woken = true;
    }
    m_batchSize = 0;
    if (woken)
        runPosted();
    m_timers.advance(m_now);
    runDeferred();
}

void EventLoop::runPosted() {
    eventfd_t count = 0;
    eventfd_read(m_wakeup.get(), &count);
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_posted);
    }
    for (Task& task : tasks)
        task();
}

void EventLoop::runDeferred() {
    // What these defer in turn waits for the next turn, so that sockets are not starved.
    std::vector<Task> tasks;
    tasks.swap(m_deferred);
    for (Task& task : tasks)
        task();
}

} // namespace causeway::net
