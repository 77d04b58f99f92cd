// SPDX-License-Identifier: Apache-2.0
// Chooses an endpoint for every request: the better of two random ones, by peak-EWMA response time ×
// (requests in flight + 1). Owned by one worker; time and chance are injected. Never connects: the
// upstream pool tells it what came of a pick.
#pragma once

#include "balance/endpoint.h"
#include "balance/peak_ewma.h"
#include "base/clock.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace causeway::balance {

// A uniform number below the bound, which is at least 1.
using Random = std::function<std::uint32_t(std::uint32_t bound)>;
// xorshift; not for secrets.
[[nodiscard]] Random makeRandom(std::uint64_t seed);

struct Settings {
    Duration defaultRtt = std::chrono::milliseconds(30);
    Duration decay = std::chrono::seconds(10);
    // How long an endpoint is left alone after a failed connect; doubles up to the maximum.
    Duration minBackoff = std::chrono::milliseconds(100);
    Duration maxBackoff = std::chrono::seconds(10);
};

// One request under way towards an endpoint: counted in flight until destroyed. May outlive the
// endpoint's membership and the balancer itself, not the clock.
class Pick {
public:
    Pick(Pick&&) noexcept = default;
    Pick& operator=(Pick&&) noexcept;
    ~Pick();

    [[nodiscard]] const Endpoint& endpoint() const;
    // The response's head came: its time since the pick goes into the average. Once.
    void responded();
    // A connection came about, or did not: success ends the back-off, failure begins or doubles it.
    void connected();
    void connectFailed();

private:
    friend class Balancer;
    struct Member;
    explicit Pick(std::shared_ptr<Member> member);
    void release();
    std::shared_ptr<Member> m_member;
    MonotonicTime m_since{};
};

class Balancer {
public:
    Balancer(const Clock& clock, Random random, Settings settings = {});
    ~Balancer();
    Balancer(const Balancer&) = delete;
    Balancer& operator=(const Balancer&) = delete;

    // The members from now on; those that stay keep their averages.
    void update(std::span<const Endpoint> endpoints);

    // Nothing when there is no member. When all are in back-off the one that is due first is taken,
    // so that the last endpoints are tried rather than given up.
    [[nodiscard]] std::optional<Pick> pick();

    [[nodiscard]] std::size_t size() const { return m_members.size(); }
    [[nodiscard]] std::size_t ready() const; // not in back-off

private:
    [[nodiscard]] std::shared_ptr<Pick::Member> choose();

    const Clock& m_clock;
    Random m_random;
    Settings m_settings;
    std::vector<std::shared_ptr<Pick::Member>> m_members; // in the order of the addresses
};

} // namespace causeway::balance
