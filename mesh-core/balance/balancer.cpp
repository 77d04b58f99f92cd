// SPDX-License-Identifier: Apache-2.0
#include "balance/balancer.h"

#include <algorithm>
#include <utility>

namespace causeway::balance {

// What the members of one balancer share, and picks that outlive it.
struct Pick::Group {
    const Clock& clock;
    Random random;
    Settings settings;
    std::size_t members = 0;
    std::size_t ejected = 0;
};

struct Pick::Member : std::enable_shared_from_this<Pick::Member> {
    Member(const Endpoint& e, std::shared_ptr<Group> g)
        : endpoint(e), group(std::move(g)),
          rtt(group->settings.defaultRtt, group->settings.decay, group->clock.now()) {}

    [[nodiscard]] bool ready(MonotonicTime now) const {
        return now >= retryAt && breaker.admits(now);
    }
    [[nodiscard]] double load(MonotonicTime now) const {
        return rtt.at(now) * (inFlight + 1) / std::max<std::uint32_t>(endpoint.weight, 1);
    }

    Endpoint endpoint;
    std::shared_ptr<Group> group;
    PeakEwma rtt;
    Breaker breaker;
    std::uint32_t inFlight = 0;
    Duration backoff{};
    MonotonicTime retryAt{};
    bool member = true; // of the balancer, still
};

namespace {

// Another identity behind the same address is another endpoint: nothing is carried over. Other
// hints or weights are not.
bool isSame(const Endpoint& a, const Endpoint& b) {
    return a.address == b.address && a.tls == b.tls && a.protocol == b.protocol
           && a.instance == b.instance;
}

} // namespace

Pick::Pick(std::shared_ptr<Member> member)
    : m_member(std::move(member)), m_since(m_member->group->clock.now()),
      m_ticket(m_member->breaker.begin(m_since)) {
    ++m_member->inFlight;
}

Pick& Pick::operator=(Pick&& other) noexcept {
    if (this != &other) {
        release();
        m_member = std::move(other.m_member);
        m_since = other.m_since;
        m_ticket = other.m_ticket;
        m_ended = other.m_ended;
    }
    return *this;
}

Pick::~Pick() { release(); }

void Pick::release() {
    if (!m_member)
        return;
    --m_member->inFlight;
    if (!m_ended && m_member->breaker.ejected())
        m_member->breaker.abandon(m_ticket, m_member->group->clock.now());
    m_member.reset();
}

const Endpoint& Pick::endpoint() const { return m_member->endpoint; }

void Pick::responded() {
    const auto now = m_member->group->clock.now();
    m_member->rtt.record(now - m_since, now);
}

void Pick::ended(const Outcome& outcome) {
    if (std::exchange(m_ended, true))
        return;
    auto& m = *m_member;
    auto& group = *m.group;
    const auto& settings = group.settings;
    if (outcome.verdict == Verdict::Success && !settings.breaker.enabled())
        return;
    const auto now = group.clock.now();
    if (settings.penalty > Duration{} && outcome.verdict != Verdict::Success) {
        const auto hint = outcome.retryAfter.value_or(settings.penalty);
        m.rtt.record(std::min(hint, settings.maxRetryAfter), now);
    }
    const bool was = m.breaker.ejected();
    const Breaker::Event event{settings.breaker, group.random, now, outcome.retryAfter};
    const bool floor = m.member && group.members <= group.ejected + settings.minReady;
    if (m.breaker.record(m_ticket, outcome.verdict, event) && !floor)
        m.breaker.trip(event);
    if (m.member && was != m.breaker.ejected())
        group.ejected += was ? std::size_t(-1) : 1;
}

void Pick::connected() {
    m_member->backoff = {};
    m_member->retryAt = {};
}

void Pick::connectFailed() {
    auto& m = *m_member;
    const auto& settings = m.group->settings;
    const auto now = m.group->clock.now();
    // Requests that failed together are one failure, or a burst would reach the maximum at once.
    if (now < m.retryAt)
        return;
    m.backoff = std::clamp(m.backoff * 2, settings.minBackoff, settings.maxBackoff);
    constexpr std::uint32_t kSteps = 1'000;
    const double part = settings.backoffJitter * m.group->random(kSteps) / kSteps;
    m.retryAt = now + m.backoff + Duration(static_cast<std::int64_t>(double(m.backoff.count()) * part));
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
    : m_group(std::make_shared<Pick::Group>(Pick::Group{clock, std::move(random), settings})) {}

Balancer::~Balancer() = default;

void Balancer::configure(const Settings& settings) { m_group->settings = settings; }

void Balancer::update(std::span<const Endpoint> endpoints, std::string_view zone) {
    Members members;
    members.reserve(endpoints.size());
    const auto held = [&](const Endpoint& endpoint) -> std::shared_ptr<Pick::Member> {
        const auto at = std::lower_bound(
            m_members.begin(), m_members.end(), endpoint.address,
            [](const auto& m, const std::string& a) { return m->endpoint.address < a; });
        return at != m_members.end() && isSame((*at)->endpoint, endpoint) ? *at : nullptr;
    };
    for (const auto& endpoint : endpoints) {
        auto member = held(endpoint);
        if (!member)
            member = std::make_shared<Pick::Member>(endpoint, m_group);
        member->endpoint = endpoint;
        members.push_back(std::move(member));
    }
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
        return a->endpoint.address < b->endpoint.address;
    });
    for (const auto& member : m_members)
        member->member = false;
    m_members = std::move(members);
    m_group->members = m_members.size();
    m_group->ejected = 0;
    for (const auto& member : m_members) {
        member->member = true;
        m_group->ejected += member->breaker.ejected() ? 1 : 0;
    }
    m_near.clear();
    for (const auto& member : m_members)
        if (isNear(member->endpoint, zone))
            m_near.push_back(member);
    // Hints hold only when every endpoint carries them; nobody near: anybody.
    const bool hinted = std::all_of(m_members.begin(), m_members.end(),
                                    [](const auto& m) { return !m->endpoint.forZones.empty(); });
    if (!hinted || m_near.size() == m_members.size())
        m_near.clear();
}

std::size_t Balancer::ready() const {
    const auto now = m_group->clock.now();
    return static_cast<std::size_t>(std::count_if(m_members.begin(), m_members.end(),
                                                  [&](const auto& m) { return m->ready(now); }));
}

std::size_t Balancer::ejected() const { return m_group->ejected; }

MonotonicTime Balancer::nextProbe() const {
    auto next = MonotonicTime::max();
    for (const auto& member : m_members)
        next = std::min(next, member->breaker.due());
    return next;
}

// A random ready one. While most are ready a few draws find one, so that the cost does not grow with
// their number; else they are counted.
Pick::Member* Balancer::draw(const Members& among, const Choice& choice, const Pick::Member* not_) {
    const auto fits = [&](const Pick::Member& m) {
        return &m != not_ && m.ready(choice.now) && m.endpoint.address != choice.avoid;
    };
    auto& random = m_group->random;
    const auto size = static_cast<std::uint32_t>(among.size());
    constexpr int kDraws = 4;
    for (int i = 0; i < kDraws && size > 0; ++i)
        if (auto& member = *among[random(size)]; fits(member))
            return &member;
    auto count = static_cast<std::uint32_t>(
        std::count_if(among.begin(), among.end(), [&](const auto& m) { return fits(*m); }));
    if (count == 0)
        return nullptr;
    auto n = random(count);
    for (const auto& member : among)
        if (fits(*member) && n-- == 0)
            return member.get();
    return nullptr;
}

Pick::Member* Balancer::choose(const Members& among, const Choice& choice) {
    auto* a = draw(among, choice, nullptr);
    if (!a || among.size() == 1)
        return a;
    auto* b = draw(among, choice, a);
    return b && b->load(choice.now) < a->load(choice.now) ? b : a;
}

// Nobody is ready: the one whose back-off ends first, of those that no breaker holds back.
Pick::Member* Balancer::lastResort(MonotonicTime now) const {
    Pick::Member* best = nullptr;
    for (const auto& member : m_members)
        if (member->breaker.admits(now) && (!best || member->retryAt < best->retryAt))
            best = member.get();
    return best;
}

std::optional<Pick> Balancer::pick(std::string_view avoid) {
    const Choice choice{m_group->clock.now(), avoid};
    auto* chosen = choose(m_near, choice);
    if (!chosen)
        chosen = choose(m_members, choice);
    if (!chosen && !avoid.empty())
        chosen = choose(m_members, {choice.now, {}});
    if (!chosen)
        chosen = lastResort(choice.now);
    if (!chosen)
        return std::nullopt;
    return Pick(chosen->shared_from_this());
}

} // namespace causeway::balance
