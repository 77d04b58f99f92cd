// SPDX-License-Identifier: Apache-2.0
// Who taps, and which proxies are there to be tapped: orders fan out to every proxy's stream,
// events fan in to the one who asked, through a bounded queue. Owned by the control plane; any
// thread.
#pragma once

#include "causeway/v1/tap.pb.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace causeway::control {

// A proxy's stream, as the hub sees it. send() does not block and does not call back.
class TapProxy {
public:
    virtual ~TapProxy() = default;
    virtual void send(const v1::TapOrder& order) = 0;
    [[nodiscard]] virtual const std::string& instance() const = 0;
};

class TapHub {
public:
    static constexpr std::size_t kMaxQueued = 1000; // events of one tap
    static constexpr std::size_t kMaxTaps = 16;

    // One who taps; the tap ends with it.
    class Subscription {
    public:
        Subscription(TapHub& hub, std::uint64_t id) : m_hub(hub), m_id(id) {}
        ~Subscription() { m_hub.end(m_id); }
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;
        // The oldest event that waits; false: none.
        [[nodiscard]] bool next(v1::TapEvent& event) { return m_hub.next(m_id, event); }

    private:
        TapHub& m_hub;
        const std::uint64_t m_id;
    };

    // Called when there is something to read, on any thread, under no lock of the hub.
    void onEvents(std::function<void()> wake) { m_wake = std::move(wake); }
    // `ended` is called once. Null: kMaxTaps are under way already.
    [[nodiscard]] std::shared_ptr<Subscription> start(const v1::TapRequest& request,
                                                      std::function<void()> ended);

    void add(TapProxy& proxy); // starts what is under way
    void remove(TapProxy& proxy);
    void take(v1::TapReport&& report);

private:
    struct Tap {
        v1::TapRequest request;
        std::function<void()> ended;
        std::deque<v1::TapEvent> queue;
        std::uint64_t dropped = 0;
    };
    [[nodiscard]] bool next(std::uint64_t id, v1::TapEvent& event);
    void end(std::uint64_t id);
    [[nodiscard]] static bool meant(const v1::TapRequest& request, const TapProxy& proxy);

    std::function<void()> m_wake;
    std::mutex m_mutex; // what follows; taken before a stream's own
    std::uint64_t m_lastId = 0;
    std::map<std::uint64_t, Tap> m_taps;
    std::set<TapProxy*> m_proxies;
};

} // namespace causeway::control
