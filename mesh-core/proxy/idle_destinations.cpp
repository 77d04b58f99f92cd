// SPDX-License-Identifier: Apache-2.0
#include "proxy/idle_destinations.h"

namespace causeway::proxy {

IdleDestinations::IdleDestinations(const Workers& workers, Duration after, Control control)
    : m_workers(workers), m_after(after), m_control(std::move(control)),
      m_timer([this] { sweep(); }) {
    m_workers.front()->loop().arm(m_timer, m_after);
}

void IdleDestinations::sweep() {
    net::EventLoop& main = m_workers.front()->loop();
    main.arm(m_timer, m_after);
    if (m_missing > 0 || !m_control.isConnected())
        return;
    m_unused.clear();
    m_missing = m_workers.size();
    for (const auto& each : m_workers)
        each->loop().post([this, &main, worker = each.get()] {
            main.post([this, unused = worker->config().takeUnused()] { onSwept(unused); });
        });
}

void IdleDestinations::onSwept(const std::vector<rules::ResourceName>& unused) {
    for (const rules::ResourceName& name : unused)
        ++m_unused[name];
    if (--m_missing > 0 || !m_control.isConnected())
        return;
    for (const auto& [name, workers] : m_unused) {
        if (workers < m_workers.size())
            continue;
        m_control.giveUp(name);
        // A worker that uses it just now asks again, and that comes after this.
        for (const auto& each : m_workers)
            each->loop().post(
                [worker = each.get(), name = name] { worker->config().forget(name); });
    }
}

} // namespace causeway::proxy
