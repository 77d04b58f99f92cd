// SPDX-License-Identifier: Apache-2.0
// Whether a request is within the rate that a port allows (HTTPLocalRateLimitPolicy): a cell rate
// algorithm (GCRA) with a burst of one second's worth. One for the whole process, asked by every
// worker: unlike all else on the data path it is shared and written, because the limit is the
// process's. The clock is the caller's.
#pragma once

#include "base/clock.h"
#include "policy/principals.h"
#include "policy/rules.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace causeway::policy {

class RateLimiter {
public:
    enum class Verdict : std::uint8_t { Admitted, OverTotal, OverIdentity };
    // Callers that have a rate of their own; those beyond share the one of the last.
    static constexpr std::size_t kMaxCallers = 10'000;

    explicit RateLimiter(const RateLimit& rules);

    // `caller`: SPIFFE id; empty: not authenticated, who all count as one. Counts the request
    // against the total also when its caller is over the limit. Any thread.
    [[nodiscard]] Verdict admit(std::string_view caller, MonotonicTime now);
    [[nodiscard]] const RateLimit& rules() const { return m_rules; }

private:
    // When the next request would come if requests came evenly, in nanoseconds of the clock.
    using Bucket = std::atomic<std::int64_t>;
    static bool take(Bucket& bucket, std::uint32_t perSecond, std::int64_t now);
    [[nodiscard]] const std::size_t* overrideOf(std::string_view caller) const;
    bool takeOfCaller(std::string_view caller, std::int64_t now);

    const RateLimit m_rules;
    Bucket m_total = 0;
    Principals m_principals; // that overrides name
    std::unordered_map<Principal, std::size_t> m_overrides;
    std::vector<std::unique_ptr<Bucket>> m_overridden; // by override: who is named together shares it
    std::mutex m_mutex;
    std::unordered_map<std::string, Bucket> m_callers; // under m_mutex
    Bucket m_others = 0;
};

} // namespace causeway::policy
