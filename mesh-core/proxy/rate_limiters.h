// SPDX-License-Identifier: Apache-2.0
// The rate limits of the process, one a served port, shared by its workers. A change of other rules
// leaves them as full as they were. Any thread; asked when a worker first meets a policy.
#pragma once

#include "policy/rate_limiter.h"

#include <map>
#include <memory>
#include <mutex>

namespace causeway::proxy {

class RateLimiters {
public:
    [[nodiscard]] std::shared_ptr<policy::RateLimiter> of(std::uint16_t port,
                                                          const policy::RateLimit& rules) {
        const std::lock_guard lock(m_mutex);
        std::shared_ptr<policy::RateLimiter>& held = m_limiters[port];
        if (!held || held->rules() != rules)
            held = std::make_shared<policy::RateLimiter>(rules);
        return held;
    }

private:
    std::mutex m_mutex;
    std::map<std::uint16_t, std::shared_ptr<policy::RateLimiter>> m_limiters;
};

} // namespace causeway::proxy
