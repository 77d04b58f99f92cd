// SPDX-License-Identifier: Apache-2.0
#include "proxy/retries.h"

namespace causeway::proxy {

void RetryCounters::merge(const RetryCounters& other) {
    retried += other.retried;
    successes += other.successes;
    limitExceeded += other.limitExceeded;
    overflow += other.overflow;
}

Retries::Retries(net::EventLoop& loop, route::RetryPolicy policy, Source source,
                 std::function<void()> again)
    : m_loop(loop), m_policy(std::move(policy)), m_source(std::move(source)),
      m_timer(std::move(again)) {
    m_source.account->deposit(m_source.budget, loop.now());
}

bool Retries::take() {
    if (!left()) {
        ++m_source.counters.limitExceeded;
        return false;
    }
    if (!m_source.account->withdraw(m_source.budget, m_loop.now())) {
        ++m_source.counters.overflow;
        return false;
    }
    ++m_done;
    ++m_source.counters.retried;
    return true;
}

void Retries::wait(const route::Pushback& pushback, double random) {
    m_loop.arm(m_timer, pushback.after.value_or(route::retryBackoff(m_done - 1, random)));
}

void Retries::ended(bool success) {
    if (m_done > 0 && success)
        ++m_source.counters.successes;
}

} // namespace causeway::proxy
