// SPDX-License-Identifier: Apache-2.0
// One thread's event loop over epoll: descriptors (edge-triggered), timers, tasks for the end of
// the turn, tasks from other threads. Made, run and destroyed on one thread; post() and stop()
// alone may be called from any. Never blocks but in epoll_wait().
#pragma once

#include "base/clock.h"
#include "net/socket.h"
#include "net/timer_wheel.h"

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

namespace causeway::net {

// Told when a descriptor may have become readable or writable, or has an error. Edge-triggered: do
// everything until the call would block.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void onReady() = 0;
};

class EventLoop {
public:
    using Task = std::function<void()>;

    explicit EventLoop(const Clock& clock);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // The watcher outlives the watch. After unwatch() it is not called, also not for an event that
    // has been fetched already.
    void watch(int fd, Watcher& watcher);
    void unwatch(int fd, Watcher& watcher);

    // Runs at the end of this turn, after every event: the place to destroy what events refer to.
    void defer(Task task) { m_deferred.push_back(std::move(task)); }
    // From any thread.
    void post(Task task);

    void arm(Timer& timer, Duration after) { m_timers.arm(timer, m_clock.now() + after); }

    // The time at which this turn began: one clock call a turn serves all that need no more.
    [[nodiscard]] MonotonicTime now() const { return m_now; }
    [[nodiscard]] const Clock& clock() const { return m_clock; }

    // Until stop(); then tasks deferred so far have run.
    void run();
    void stop();
    // Waits at most `atMost` for events and handles them: run() in single steps.
    void turn(Duration atMost);

private:
    static constexpr std::size_t kBatch = 64;

    [[nodiscard]] Duration untilNextTimer(Duration atMost) const;
    void runPosted();
    void runDeferred();

    const Clock& m_clock;
    Descriptor m_epoll;
    Descriptor m_wakeup; // eventfd
    MonotonicTime m_now;
    TimerWheel m_timers;
    std::array<epoll_event, kBatch> m_batch{};
    std::size_t m_batchSize = 0;
    std::vector<Task> m_deferred;
    std::mutex m_mutex;
    std::vector<Task> m_posted; // under m_mutex
    std::atomic<bool> m_stopping = false;
};

} // namespace causeway::net
