// SPDX-License-Identifier: Apache-2.0
// Connections from load balancers that have yet to say whose they are (the PROXY protocol): each waits
// here until its header is whole, and goes on as its client's. Nothing of what comes behind the
// header is taken. Owned by a Worker; on its thread.
#pragma once

#include "http/refused.h"
#include "net/event_loop.h"
#include "net/proxy_header.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace causeway::proxy {

class AnnouncedPeers {
public:
    // Who did not say it, not in time, or not well, is refused and closed.
    using OnRefused = std::function<void(http::Refused)>;
    using OnKnown = std::function<void(net::Accepted)>; // with the client's address

    AnnouncedPeers(net::EventLoop& loop, Duration timeLimit, OnRefused onRefused);
    ~AnnouncedPeers();
    AnnouncedPeers(const AnnouncedPeers&) = delete;
    AnnouncedPeers& operator=(const AnnouncedPeers&) = delete;

    void await(net::Accepted accepted, OnKnown onKnown);
    [[nodiscard]] std::size_t waiting() const { return m_waits.size(); }
    // Nobody who waits is served any more.
    void closeAll();

private:
    class Wait;
    [[nodiscard]] std::unique_ptr<Wait> release(Wait& wait);

    net::EventLoop& m_loop;
    const Duration m_timeLimit;
    const OnRefused m_onRefused;
    std::unordered_map<Wait*, std::unique_ptr<Wait>> m_waits;
};

} // namespace causeway::proxy
