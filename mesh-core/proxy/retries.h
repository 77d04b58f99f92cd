// SPDX-License-Identifier: Apache-2.0
// The retries of one request: how many are left, what the budget of its service gives, and the wait
// before the next one. Made only for a request whose route may be tried again; owned by its
// Exchange, on the worker's thread. Never sends anything: it calls back when it is time.
#pragma once

#include "net/event_loop.h"
#include "route/retry_budget.h"
#include "route/retry_policy.h"

#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace causeway::proxy {

// Whose they are.
struct RetryLabels {
    std::string service; // "ledger.bank.svc.aws.mesh"
    std::string route;   // "httproute/get-loan"
    std::uint16_t port = 80;
    bool isGrpc = false;

    auto operator<=>(const RetryLabels&) const = default;
};

// What one worker counts of all of them.
struct RetryCounters {
    std::uint64_t retried = 0;
    std::uint64_t successes = 0;     // of requests that were retried
    std::uint64_t limitExceeded = 0; // failed, and had no attempt left
    std::uint64_t overflow = 0;      // failed, and the budget had none

    void merge(const RetryCounters& other);
};
using RetrySeries = std::map<RetryLabels, RetryCounters>;

class Retries {
public:
    struct Source {
        std::shared_ptr<route::BudgetAccount> account;
        route::RetryBudget budget;
        RetryCounters& counters;
    };
    Retries(net::EventLoop& loop, route::RetryPolicy policy, Source source,
            std::function<void()> again);

    [[nodiscard]] const route::RetryPolicy& policy() const { return m_policy; }
    // Whether one more attempt is allowed by the limit; the budget is asked by take().
    [[nodiscard]] bool left() const { return m_done < m_policy.limit; }
    [[nodiscard]] std::uint32_t done() const { return m_done; }
    // Another endpoint is better, where there is one.
    void avoid(const std::string& address) { m_lastAddress = address; }
    [[nodiscard]] std::string_view lastAddress() const { return m_lastAddress; }
    // Takes one; false, and counted, when there is none.
    [[nodiscard]] bool take();
    // Calls back after the back-off, or after what the server asked for. `random`: 0…1.
    void wait(const route::Pushback& pushback, double random);
    void stop() { m_timer.cancel(); }
    // The request ended well, or not.
    void ended(bool success);

private:
    net::EventLoop& m_loop;
    route::RetryPolicy m_policy;
    Source m_source;
    std::uint32_t m_done = 0;
    std::string m_lastAddress;
    net::Timer m_timer;
};

} // namespace causeway::proxy
