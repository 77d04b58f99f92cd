// SPDX-License-Identifier: GPL-3.0-or-later
#include "connect/batcher.h"

#include <utility>

namespace causeway::app::connect {

Batcher::Batcher(QObject* parent) : QObject(parent) {
    m_timer.setInterval(kEvery);
    connect(&m_timer, &QTimer::timeout, this, &Batcher::flush);
}

void Batcher::add(const sdk::Updates& updates) {
    m_pending.append(sdk::Updates(updates));
    // The first after a silence goes at once, the rest of its tenth of a second together.
    if (!m_timer.isActive()) {
        flush();
        m_timer.start();
    }
}

void Batcher::flush() {
    if (m_pending.empty())
        m_timer.stop();
    else
        Q_EMIT batched(std::exchange(m_pending, {}));
}

} // namespace causeway::app::connect
