// SPDX-License-Identifier: Apache-2.0
// Gives up what was asked of the control plane and is of use to nobody any more: routes and endpoints
// of destinations that no worker has looked up for a while. Whoever needs one again asks again.
// Owned by the Proxy, on the main loop.
#pragma once

#include "proxy/worker.h"

#include <map>

namespace causeway::proxy {

class IdleDestinations {
public:
    using Workers = std::vector<std::unique_ptr<Worker>>;
    struct Control {
        // While nobody could be asked again, nothing is given up: the last good configuration stays.
        std::function<bool()> isConnected;
        std::function<void(const rules::ResourceName&)> giveUp;
    };

    // `after`: unused for that long, and at most twice as long.
    IdleDestinations(const Workers& workers, Duration after, Control control);

private:
    void sweep();
    void onSwept(const std::vector<rules::ResourceName>& unused);

    const Workers& m_workers;
    const Duration m_after;
    const Control m_control;
    net::Timer m_timer;
    std::map<rules::ResourceName, std::size_t> m_unused; // by how many workers
    std::size_t m_missing = 0;                           // answers of workers
};

} // namespace causeway::proxy
