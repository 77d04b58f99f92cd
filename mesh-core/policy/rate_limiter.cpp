// SPDX-License-Identifier: Apache-2.0
#include "policy/rate_limiter.h"

#include <algorithm>

namespace causeway::policy {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

} // namespace

RateLimiter::RateLimiter(const RateLimit& rules) : m_rules(rules) {
    for (std::size_t i = 0; i < m_rules.overrides.size(); ++i) {
        m_overridden.push_back(std::make_unique<Bucket>(0));
        for (const Principal each :
             m_principals.admit(MeshTls{false, m_rules.overrides[i].identities, {}}))
            m_overrides.emplace(each, i); // the first that names a caller holds
    }
}

RateLimiter::Verdict RateLimiter::admit(std::string_view caller, MonotonicTime now) {
    const std::int64_t ns = std::chrono::nanoseconds(now.time_since_epoch()).count();
    if (m_rules.total && !take(m_total, *m_rules.total, ns))
        return Verdict::OverTotal;
    if (const std::size_t* at = overrideOf(caller))
        return take(*m_overridden[*at], m_rules.overrides[*at].requestsPerSecond, ns)
                   ? Verdict::Admitted
                   : Verdict::OverIdentity;
    if (m_rules.identity && !takeOfCaller(caller, ns))
        return Verdict::OverIdentity;
    return Verdict::Admitted;
}

bool RateLimiter::take(Bucket& bucket, std::uint32_t perSecond, std::int64_t now) {
    if (perSecond == 0)
        return false;
    const std::int64_t interval = kSecond / perSecond;
    std::int64_t due = bucket.load(std::memory_order_relaxed);
    while (true) {
        const std::int64_t next = std::max(due, now) + interval;
        if (next - now > kSecond)
            return false;
        if (bucket.compare_exchange_weak(due, next, std::memory_order_relaxed))
            return true;
    }
}

const std::size_t* RateLimiter::overrideOf(std::string_view caller) const {
    if (m_overrides.empty())
        return nullptr;
    const CallerPrincipals who = m_principals.identify(caller);
    for (const Principal each : who.all())
        if (const auto found = m_overrides.find(each); found != m_overrides.end())
            return &found->second;
    return nullptr;
}

bool RateLimiter::takeOfCaller(std::string_view caller, std::int64_t now) {
    const std::lock_guard lock(m_mutex);
    const std::string key(caller);
    auto found = m_callers.find(key);
    if (found == m_callers.end() && m_callers.size() >= kMaxCallers) // those who rest need no bucket
        std::erase_if(m_callers, [now](const auto& each) { return each.second <= now; });
    if (found == m_callers.end() && m_callers.size() < kMaxCallers)
        found = m_callers.try_emplace(key, now).first;
    return take(found == m_callers.end() ? m_others : found->second, *m_rules.identity, now);
}

} // namespace causeway::policy
