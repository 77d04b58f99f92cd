// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/upstreams.h"

namespace causeway::proxy {
namespace {

constexpr Duration kSweepInterval = std::chrono::seconds(30);
constexpr Duration kForgetAfter = std::chrono::minutes(10);

} // namespace

Upstreams::Upstreams(net::EventLoop& loop, Dial dial, std::uint64_t seed)
    : m_loop(loop), m_dial(std::move(dial)), m_random(balance::makeRandom(seed)),
      m_sweep([this] { sweep(); }) {
    m_loop.arm(m_sweep, kSweepInterval);
}

Upstreams::~Upstreams() = default;

std::optional<balance::Pick>
Upstreams::pick(const std::string& destination,
                const std::shared_ptr<const balance::Endpoints>& endpoints) {
    Destination& held = m_destinations[destination];
    if (!held.balancer)
        held.balancer = std::make_unique<balance::Balancer>(m_loop.turnClock(), m_random);
    if (held.endpoints != endpoints) {
        held.endpoints = endpoints;
        held.balancer->update(endpoints->endpoints);
    }
    held.used = m_loop.now();
    return held.balancer->pick();
}

Upstreams::PoolKey Upstreams::PoolKey::of(const balance::Endpoint& endpoint) {
    return {endpoint.address,
            endpoint.tls ? std::string_view(endpoint.tls->spiffeId) : std::string_view(),
            EndpointPool::versionFor(endpoint.protocol)};
}

EndpointPool& Upstreams::pool(const balance::Endpoint& endpoint) {
    if (const auto found = m_pools.find(PoolKey::of(endpoint)); found != m_pools.end())
        return *found->second;
    auto pool = std::make_unique<EndpointPool>(m_loop, endpoint, m_dial, m_counters);
    const PoolKey key = PoolKey::of(pool->endpoint());
    return *(m_pools[key] = std::move(pool));
}

void Upstreams::closeGracefully() {
    for (const auto& [key, pool] : m_pools)
        pool->closeGracefully();
}

void Upstreams::sweep() {
    std::erase_if(m_pools, [](const auto& each) { return each.second->unused(); });
    std::erase_if(m_destinations,
                  [&](const auto& each) { return m_loop.now() - each.second.used > kForgetAfter; });
    m_loop.arm(m_sweep, kSweepInterval);
}

} // namespace causeway::proxy
