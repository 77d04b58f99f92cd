// SPDX-License-Identifier: Apache-2.0
// How many retries may still be added to the load of one service: each request earns a share of a
// retry that lasts `ttl`, and so many a second are free. Owned by one worker; time is passed in.
// Never allows more than was earned, so that retries cannot bring down what is failing already.
#pragma once

#include "route/traffic_rules.h"

#include <array>

namespace causeway::route {

class BudgetAccount {
public:
    // A request (not a retry) was sent.
    void deposit(const RetryBudget& budget, MonotonicTime now);
    // Takes one retry; false when there is none.
    [[nodiscard]] bool withdraw(const RetryBudget& budget, MonotonicTime now);
    [[nodiscard]] double balance(const RetryBudget& budget, MonotonicTime now);

private:
    static constexpr std::int64_t kSlots = 10;
    void advance(const RetryBudget& budget, MonotonicTime now);

    std::array<double, kSlots> m_earned{};
    std::array<double, kSlots> m_spent{};
    std::int64_t m_tick = -1;
};

} // namespace causeway::route
