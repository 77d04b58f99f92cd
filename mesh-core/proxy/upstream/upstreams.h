// SPDX-License-Identifier: Apache-2.0
// All that one worker connects to: a pool for every endpoint, shared by the destinations it serves,
// and a balancer for every destination. On the worker's thread.
#pragma once

#include "balance/balancer.h"
#include "proxy/upstream/endpoint_pool.h"

#include <map>
#include <unordered_map>

namespace causeway::proxy {

class Upstreams {
public:
    Upstreams(net::EventLoop& loop, Dial dial, std::uint64_t seed);
    ~Upstreams();

    // The best endpoint of a destination now; nothing when it has none. `endpoints` is what
    // configuration says of it.
    [[nodiscard]] std::optional<balance::Pick>
    pick(const std::string& destination,
         const std::shared_ptr<const balance::Endpoints>& endpoints);
    [[nodiscard]] EndpointPool& pool(const balance::Endpoint& endpoint);
    // No new request on any connection, so that they close when they are done.
    void closeGracefully();

    [[nodiscard]] const UpstreamCounters& counters() const { return m_counters; }
    [[nodiscard]] std::uint64_t random() {
        return (std::uint64_t(m_random(1U << 31)) << 31) | m_random(1U << 31);
    }

private:
    struct Destination {
        std::shared_ptr<const balance::Endpoints> endpoints;
        std::unique_ptr<balance::Balancer> balancer;
        MonotonicTime used{};
    };
    void sweep();

    net::EventLoop& m_loop;
    Dial m_dial;
    balance::Random m_random;
    UpstreamCounters m_counters;
    // Two identities behind one address are two pools: a connection proves one of them.
    struct PoolKey {
        std::string_view address; // text of the pool's own endpoint
        std::string_view identity;
        http::Version version{};

        [[nodiscard]] static PoolKey of(const balance::Endpoint& endpoint);
        auto operator<=>(const PoolKey&) const = default;
    };

    std::map<PoolKey, std::unique_ptr<EndpointPool>> m_pools;
    std::unordered_map<std::string, Destination> m_destinations;
    net::Timer m_sweep;
};

} // namespace causeway::proxy
