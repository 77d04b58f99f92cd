// SPDX-License-Identifier: Apache-2.0
#include "route/retry_budget.h"

#include <algorithm>
#include <numeric>

namespace causeway::route {

void BudgetAccount::advance(const RetryBudget& budget, MonotonicTime now) {
    const auto width = std::max<std::int64_t>(budget.ttl.count() / kSlots, 1);
    const auto tick = now.time_since_epoch().count() / width;
    for (auto each = std::max(m_tick + 1, tick - kSlots + 1); each <= tick; ++each) {
        m_earned[static_cast<std::size_t>(each % kSlots)] = 0;
        m_spent[static_cast<std::size_t>(each % kSlots)] = 0;
    }
    m_tick = std::max(m_tick, tick);
}

void BudgetAccount::deposit(const RetryBudget& budget, MonotonicTime now) {
    advance(budget, now);
    m_earned[static_cast<std::size_t>(m_tick % kSlots)] += budget.ratio;
}

double BudgetAccount::balance(const RetryBudget& budget, MonotonicTime now) {
    advance(budget, now);
    const double free =
        budget.minPerSecond * std::chrono::duration<double>(budget.ttl).count();
    const auto sum = [](const auto& slots) {
        return std::accumulate(slots.begin(), slots.end(), 0.0);
    };
    return free + sum(m_earned) - sum(m_spent);
}

bool BudgetAccount::withdraw(const RetryBudget& budget, MonotonicTime now) {
    // Shares of 0.2 add up to 0.9999…: a hair less than one is one.
    constexpr double kOne = 1 - 1e-9;
    if (balance(budget, now) < kOne)
        return false;
    m_spent[static_cast<std::size_t>(m_tick % kSlots)] += 1;
    return true;
}

} // namespace causeway::route
