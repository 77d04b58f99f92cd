// SPDX-License-Identifier: Apache-2.0
#include "control/tap/tap_hub.h"

namespace causeway::control {

bool TapHub::meant(const v1::TapRequest& request, const TapProxy& proxy) {
    const std::string& wanted = request.filter().proxy();
    return wanted.empty() || wanted == proxy.instance();
}

std::shared_ptr<TapHub::Subscription> TapHub::start(const v1::TapRequest& request,
                                                    std::function<void()> ended) {
    const std::lock_guard lock(m_mutex);
    if (m_taps.size() >= kMaxTaps)
        return nullptr;
    const std::uint64_t id = ++m_lastId;
    m_taps[id] = {request, std::move(ended), {}, 0};
    v1::TapOrder order;
    order.set_tap(id);
    *order.mutable_start() = request;
    for (TapProxy* proxy : m_proxies)
        if (meant(request, *proxy))
            proxy->send(order);
    return std::make_shared<Subscription>(*this, id);
}

void TapHub::end(std::uint64_t id) {
    std::function<void()> ended;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_taps.find(id);
        if (found == m_taps.end())
            return;
        v1::TapOrder order;
        order.set_tap(id);
        order.set_stop(true);
        for (TapProxy* proxy : m_proxies)
            if (meant(found->second.request, *proxy))
                proxy->send(order);
        ended = std::move(found->second.ended);
        m_taps.erase(found);
    }
    ended();
}

void TapHub::add(TapProxy& proxy) {
    const std::lock_guard lock(m_mutex);
    m_proxies.insert(&proxy);
    for (const auto& [id, tap] : m_taps) {
        if (!meant(tap.request, proxy))
            continue;
        v1::TapOrder order;
        order.set_tap(id);
        *order.mutable_start() = tap.request;
        proxy.send(order);
    }
}

void TapHub::remove(TapProxy& proxy) {
    const std::lock_guard lock(m_mutex);
    m_proxies.erase(&proxy);
}

void TapHub::take(v1::TapReport&& report) {
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_taps.find(report.tap());
        if (found == m_taps.end())
            return; // it ended meanwhile
        Tap& tap = found->second;
        for (v1::TapEvent& event : *report.mutable_events()) {
            if (tap.queue.size() >= kMaxQueued) {
                tap.dropped += 1 + event.dropped();
                continue;
            }
            event.set_dropped(event.dropped() + std::exchange(tap.dropped, 0));
            tap.queue.push_back(std::move(event));
        }
    }
    if (m_wake)
        m_wake();
}

bool TapHub::next(std::uint64_t id, v1::TapEvent& event) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_taps.find(id);
    if (found == m_taps.end() || found->second.queue.empty())
        return false;
    event = std::move(found->second.queue.front());
    found->second.queue.pop_front();
    return true;
}

} // namespace causeway::control
