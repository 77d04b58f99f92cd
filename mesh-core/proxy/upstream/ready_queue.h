// SPDX-License-Identifier: Apache-2.0
// Requests that wait until a destination has an endpoint for them. So many may, and not once nobody
// was ready for a while: then whoever comes fails at once, until somebody is ready again. One
// worker's; on its thread. Holds nobody alive.
#pragma once

#include "net/event_loop.h"
#include "telemetry/histogram.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace causeway::proxy {

// What became of a destination's queue since it was first asked for.
struct QueueCounts {
    std::uint64_t requests = 0;   // that waited
    std::uint64_t gateShut = 0;   // times that nobody was ready for so long that who came failed at once
    std::uint64_t gateOpened = 0; // … and somebody was again
    telemetry::Histogram waited;

    void merge(const QueueCounts& other);
};

class ReadyQueue {
public:
    enum class Entry : std::uint8_t { Queued, Full, FailFast };
    static constexpr std::size_t kCapacity = 100;

    // The counts outlive the queue.
    ReadyQueue(net::EventLoop& loop, Duration failFastAfter, QueueCounts& counts);

    // `callback` comes once, at the next wake(), if `who` still lives; never from inside this call.
    [[nodiscard]] Entry enter(std::weak_ptr<void> who, std::function<void()> callback);
    // Somebody was ready: nobody fails fast any more.
    void available();
    // Who waits may look again.
    void wake();
    void wakeAt(MonotonicTime when);
    [[nodiscard]] bool empty() const { return m_waiting.empty(); }
    [[nodiscard]] std::size_t size() const { return m_waiting.size(); }

private:
    struct Waiter {
        std::weak_ptr<void> who;
        std::function<void()> callback;
        MonotonicTime since;
    };
    net::EventLoop& m_loop;
    Duration m_failFastAfter;
    QueueCounts& m_counts;
    bool m_shut = false;
    std::vector<Waiter> m_waiting; // the longest waiting first
    std::optional<MonotonicTime> m_unavailableSince;
    net::Timer m_timer;
};

} // namespace causeway::proxy
