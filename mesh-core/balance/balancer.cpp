// SPDX-License-Identifier: Apache-2.0
#include "balance/balancer.h"

#include "base/assert.h"

#include <algorithm>

namespace causeway::balance {

struct Pick::Member {
    Member(const Endpoint& e, const Clock& c, const Settings& s)
        : endpoint(e), clock(c), settings(s), rtt(s.defaultRtt, s.decay, c.now()) {}

    [[nodiscard]] bool ready(MonotonicTime now) const { return now >= retryAt; }
    [[nodiscard]] double load(MonotonicTime now) const {
        return rtt.at(now) * (inFlight + 1) / std::max<std::uint32_t>(endpoint.weight, 1);
    }

    Endpoint endpoint;
    const Clock& clock;
    Settings settings;
    PeakEwma rtt;
    std::uint32_t inFlight = 0;
    Duration backoff{};
    MonotonicTime retryAt{};
};

Pick::Pick(std::shared_ptr<Member> member)
    : m_member(std::move(member)), m_since(m_member->clock.now()) {
    ++m_member->inFlight;
}

Pick& Pick::operator=(Pick&& other) noexcept {
    if (this != &other) {
        release();
        m_member = std::move(other.m_member);
        m_since = other.m_since;
    }
    return *this;
}

Pick::~Pick() { release(); }

void Pick::release() {
    if (m_member)
        --m_member->inFlight;
    m_member.reset();
}

const Endpoint& Pick::endpoint() const { return m_member->endpoint; }

void Pick::responded() {
    const auto now = m_member->clock.now();
    m_member->rtt.record(now - m_since, now);
}

void Pick::connected() {
    m_member->backoff = {};
    m_member->retryAt = {};
}

void Pick::connectFailed() {
    auto& m = *m_member;
    const auto now = m.clock.now();
    // Requests that failed together are one failure, or a burst would reach the maximum at once.
    if (!m.ready(now))
        return;
    m.backoff = std::clamp(m.backoff * 2, m.settings.minBackoff, m.settings.maxBackoff);
    m.retryAt = now + m.backoff;
}

Random makeRandom(std::uint64_t seed) {
    // xorshift64*: its state must not be 0.
    return [state = seed == 0 ? 0x9e3779b97f4a7c15ULL : seed](std::uint32_t bound) mutable {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        const auto high = (state * 0x2545f4914f6cdd1dULL) >> 32;
        return static_cast<std::uint32_t>((high * bound) >> 32);
    };
}

Balancer::Balancer(const Clock& clock, Random random, Settings settings)
    : m_clock(clock), m_random(std::move(random)), m_settings(settings) {}

Balancer::~Balancer() = default;

void Balancer::update(std::span<const Endpoint> endpoints) {
    std::vector<std::shared_ptr<Pick::Member>> members;
    members.reserve(endpoints.size());
    for (const auto& endpoint : endpoints) {
        const auto held = std::find_if(m_members.begin(), m_members.end(), [&](const auto& m) {
            return m->endpoint.address == endpoint.address;
        });
        // Another identity behind the same address is another endpoint: nothing is carried over.
        if (held != m_members.end() && (*held)->endpoint == endpoint)
            members.push_back(*held);
        else
            members.push_back(std::make_shared<Pick::Member>(endpoint, m_clock, m_settings));
    }
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
        return a->endpoint.address < b->endpoint.address;
    });
    m_members = std::move(members);
}

std::size_t Balancer::ready() const {
    const auto now = m_clock.now();
    return static_cast<std::size_t>(std::count_if(m_members.begin(), m_members.end(),
                                                  [&](const auto& m) { return m->ready(now); }));
}

std::shared_ptr<Pick::Member> Balancer::choose() {
    const auto now = m_clock.now();
    // The n-th ready member, without making a list of them for every request.
    const auto nthReady = [&](std::uint32_t n) {
        for (const auto& member : m_members)
            if (member->ready(now) && n-- == 0)
                return member;
        CAUSEWAY_ASSERT(false);
        return m_members.front();
    };
    const auto count = static_cast<std::uint32_t>(ready());
    if (count == 0)
        return *std::min_element(m_members.begin(), m_members.end(), [](const auto& a, const auto& b) {
            return a->retryAt < b->retryAt;
        });
    if (count == 1)
        return nthReady(0);
    const auto first = m_random(count);
    auto second = m_random(count - 1);
    if (second >= first)
        ++second;
    auto a = nthReady(first);
    auto b = nthReady(second);
    return b->load(now) < a->load(now) ? b : a;
}

std::optional<Pick> Balancer::pick() {
    if (m_members.empty())
        return std::nullopt;
    return Pick(choose());
}

} // namespace causeway::balance
