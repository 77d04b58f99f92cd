// SPDX-License-Identifier: Apache-2.0
// Chooses an endpoint for every request: the better of two random ones, by peak-EWMA response time ×
// (requests in flight + 1), among those that are ready: of the caller's zone where the endpoints
// carry hints, not in back-off after a failed connect, not taken out by their breaker. Owned by one
// worker; time and chance are injected. Never connects: the upstream pool tells it what came of a
// pick.
#pragma once

#include "balance/breaker.h"
#include "balance/endpoint.h"
#include "balance/peak_ewma.h"
#include "base/clock.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::balance {

// xorshift; not for secrets.
[[nodiscard]] Random makeRandom(std::uint64_t seed);

struct Settings {
    Duration defaultRtt = std::chrono::milliseconds(30);
    Duration decay = std::chrono::seconds(10);
    // How long an endpoint is left alone after a failed connect; doubles up to the maximum.
    Duration minBackoff = std::chrono::milliseconds(100);
    Duration maxBackoff = std::chrono::seconds(10);
    double backoffJitter = 0.1;
    BreakerSettings breaker;
    // Of the members, so many are never taken out by their breakers, however they fail.
    std::uint32_t minReady = 0;
    // A response that says "too much" counts as one that took this long, or as long as it asks to
    // be left alone, up to the maximum. 0: it does not.
    Duration penalty{};
    Duration maxRetryAfter = std::chrono::seconds(300);

    bool operator==(const Settings&) const = default;
};

// What became of a request, as far as choosing is concerned.
struct Outcome {
    Verdict verdict = Verdict::Success;
    std::optional<Duration> retryAfter; // Retry-After, grpc-retry-pushback-ms
};

// One request under way towards an endpoint: counted in flight until destroyed. May outlive the
// endpoint's membership and the balancer itself, not the clock.
class Pick {
public:
    Pick(Pick&&) noexcept = default;
    Pick& operator=(Pick&&) noexcept;
    ~Pick();

    [[nodiscard]] const Endpoint& endpoint() const;
    // The response's first data came: its time since the pick goes into the average. Once, before
    // ended() where both are called.
    void responded();
    // How the response was, as soon as that is known; a time limit of ours is a failure. Once.
    void ended(const Outcome& outcome);
    // A connection came about, or did not: success ends the back-off, failure begins or doubles it.
    void connected();
    void connectFailed();

private:
    friend class Balancer;
    struct Member;
    struct Group;
    explicit Pick(std::shared_ptr<Member> member);
    void release();
    std::shared_ptr<Member> m_member;
    MonotonicTime m_since{};
    Breaker::Ticket m_ticket = 0;
    bool m_ended = false;
};

class Balancer {
public:
    Balancer(const Clock& clock, Random random, Settings settings = {});
    ~Balancer();
    Balancer(const Balancer&) = delete;
    Balancer& operator=(const Balancer&) = delete;

    void configure(const Settings& settings);
    // The members from now on; those that stay keep their averages. `zone` is the caller's.
    void update(std::span<const Endpoint> endpoints, std::string_view zone = {});

    // Nothing when there is no member, or breakers have taken all out. When all that are left are
    // in back-off, the one that is due first is taken, so that the last endpoints are tried rather
    // than given up. `avoid`: an address not to take while there is another.
    [[nodiscard]] std::optional<Pick> pick(std::string_view avoid = {});

    [[nodiscard]] std::size_t size() const { return m_members.size(); }
    [[nodiscard]] std::size_t ready() const;   // may be chosen now
    [[nodiscard]] std::size_t ejected() const; // taken out by their breakers
    // When a breaker will admit a probe at the earliest; the far future when none is waited for.
    [[nodiscard]] MonotonicTime nextProbe() const;

private:
    using Members = std::vector<std::shared_ptr<Pick::Member>>;
    struct Choice {
        MonotonicTime now;
        std::string_view avoid;
    };
    [[nodiscard]] Pick::Member* choose(const Members& among, const Choice& choice);
    [[nodiscard]] Pick::Member* draw(const Members& among, const Choice& choice,
                                     const Pick::Member* not_);
    [[nodiscard]] Pick::Member* lastResort(MonotonicTime now) const;

    std::shared_ptr<Pick::Group> m_group;
    Members m_members; // in the order of the addresses
    Members m_near;    // those meant for the caller's zone; empty: no difference is made
};

} // namespace causeway::balance
