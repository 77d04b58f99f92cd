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
    // `mayEnd`: the peer closed its side, or there is an error. Without it a short read or write is
    // as good as one that would block.
    virtual void onReady(bool mayEnd) = 0;
};

// Something that is wanted once at the end of a turn, however often it was asked for: no allocation,
// and it takes itself off the list when it dies.
class TurnEnd {
public:
    TurnEnd() = default;
    virtual ~TurnEnd() { cancelTurnEnd(); }
    TurnEnd(const TurnEnd&) = delete;
    TurnEnd& operator=(const TurnEnd&) = delete;

    virtual void onTurnEnd() = 0;

protected:
    void cancelTurnEnd();

private:
    friend class EventLoop;
    TurnEnd* m_next = nullptr;
    TurnEnd** m_link = nullptr; // what points to this one; null: not asked for
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
    // `writing` false: only what comes in is told. A datagram socket has room again after each that
    // it sent, which is no news.
    void watch(int fd, Watcher& watcher, bool writing = true);
    void unwatch(int fd, Watcher& watcher);

    // Runs at the end of this turn, after every event and every TurnEnd: the place to destroy what
    // events refer to.
    void defer(Task task) { m_deferred.push_back(std::move(task)); }
    // After every event; asked for during another one's onTurnEnd() it comes in the next turn.
    void atTurnEnd(TurnEnd& what);
    // From any thread.
    void post(Task task);

    void arm(Timer& timer, Duration after) { m_timers.arm(timer, now() + after); }

    // The time at which this turn began: one clock call a turn serves all that need no more.
    [[nodiscard]] MonotonicTime now() const { return m_inTurn ? m_now : m_clock.now(); }
    [[nodiscard]] const Clock& clock() const { return m_clock; }
    // A clock that tells now().
    [[nodiscard]] const Clock& turnClock() const { return m_turnClock; }

    // Until stop(); then tasks deferred so far have run.
    void run();
    void stop();
    // Waits at most `atMost` for events and handles them: run() in single steps.
    void turn(Duration atMost);

private:
    static constexpr std::size_t kBatch = 128;

    class TurnClock final : public Clock {
    public:
        explicit TurnClock(const EventLoop& loop) : m_loop(loop) {}
        [[nodiscard]] MonotonicTime now() const override { return m_loop.now(); }
        [[nodiscard]] WallTime wallNow() const override { return m_loop.m_clock.wallNow(); }

    private:
        const EventLoop& m_loop;
    };

    [[nodiscard]] int waitMs(Duration atMost) const;
    void runPosted();
    void runTurnEnds();
    void runDeferred();

    const Clock& m_clock;
    const TurnClock m_turnClock{*this};
    Descriptor m_epoll;
    Descriptor m_wakeup; // eventfd
    MonotonicTime m_now;
    TimerWheel m_timers;
    std::array<epoll_event, kBatch> m_batch{};
    std::size_t m_batchSize = 0;
    bool m_inTurn = false;
    TurnEnd* m_turnEnds = nullptr;
    std::vector<Task> m_deferred;
    std::mutex m_mutex;
    std::vector<Task> m_posted; // under m_mutex
    std::atomic<bool> m_stopping = false;
};

} // namespace causeway::net
