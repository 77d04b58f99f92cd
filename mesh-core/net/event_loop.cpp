// SPDX-License-Identifier: Apache-2.0
#include "net/event_loop.h"

#include "base/assert.h"

#include <sys/eventfd.h>

#include <cerrno>
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

void EventLoop::watch(int fd, Watcher& watcher, bool writing) {
    const std::uint32_t wanted = EPOLLIN | EPOLLRDHUP | EPOLLET;
    epoll_event event{writing ? wanted | EPOLLOUT : wanted, {&watcher}};
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
    runTurnEnds();
    runDeferred();
    m_stopping = false;
}

// Rounded up to epoll's milliseconds, which are the timers' ticks, too.
int EventLoop::waitMs(Duration atMost) const {
    if (!m_deferred.empty() || m_turnEnds)
        return 0;
    if (const auto next = m_timers.next())
        atMost = std::clamp(*next - m_clock.now(), Duration::zero(), atMost);
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(atMost).count());
}

void EventLoop::turn(Duration atMost) {
    const int count = epoll_wait(m_epoll.get(), m_batch.data(), static_cast<int>(kBatch),
                                 waitMs(atMost));
    CAUSEWAY_ASSERT(count >= 0 || errno == EINTR);
    m_now = m_clock.now();
    m_inTurn = true;
    m_batchSize = count > 0 ? static_cast<std::size_t>(count) : 0;
    bool woken = false;
    for (std::size_t i = 0; i < m_batchSize; ++i) {
        // The wakeup's own entry has no watcher; nor has one that was unwatched in this turn.
        if (auto* watcher = static_cast<Watcher*>(m_batch[i].data.ptr))
            watcher->onReady((m_batch[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
        else
            woken = true;
    }
    m_batchSize = 0;
    if (woken)
        runPosted();
    m_timers.advance(m_now);
    runTurnEnds();
    runDeferred();
    m_inTurn = false;
}

void EventLoop::atTurnEnd(TurnEnd& what) {
    if (what.m_link)
        return;
    what.m_next = m_turnEnds;
    if (m_turnEnds)
        m_turnEnds->m_link = &what.m_next;
    m_turnEnds = &what;
    what.m_link = &m_turnEnds;
}

void TurnEnd::cancelTurnEnd() {
    if (!m_link)
        return;
    *m_link = m_next;
    if (m_next)
        m_next->m_link = m_link;
    m_link = nullptr;
    m_next = nullptr;
}

void EventLoop::runTurnEnds() {
    // A list of its own: what these ask for waits for the next turn, so that sockets are not starved.
    TurnEnd* list = std::exchange(m_turnEnds, nullptr);
    if (list)
        list->m_link = &list;
    while (list) {
        TurnEnd* first = list;
        first->cancelTurnEnd();
        first->onTurnEnd();
    }
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
