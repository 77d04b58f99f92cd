// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/upstreams.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

constexpr Duration kSweepInterval = std::chrono::seconds(30);
constexpr Duration kForgetAfter = std::chrono::minutes(10);
constexpr Duration kMaxReconnect = std::chrono::minutes(1);

balance::Settings settingsOf(const route::Balancing& balancing) {
    balance::Settings settings;
    settings.maxBackoff = kMaxReconnect;
    settings.breaker = {balancing.maxFailures, balancing.successRate, balancing.window,
                        balancing.minRequests, balancing.minPenalty,  balancing.maxPenalty,
                        balancing.jitter,      balancing.honorRetryAfter};
    settings.minReady = balancing.minReady;
    settings.penalty = balancing.penalty;
    settings.maxRetryAfter = balancing.maxRetryAfter;
    return settings;
}

// Both lists are sorted by address.
void countChanges(const balance::Endpoints* before, const balance::Endpoints& now,
                  std::uint64_t& added, std::uint64_t& removed) {
    constexpr auto kAddress = [](const balance::Endpoint& each) -> const std::string& {
        return each.address;
    };
    static const std::vector<balance::Endpoint> kNone;
    const auto& old = before ? before->endpoints : kNone;
    for (const auto& each : now.endpoints)
        added += std::ranges::binary_search(old, each.address, {}, kAddress) ? 0 : 1;
    for (const auto& each : old)
        removed += std::ranges::binary_search(now.endpoints, each.address, {}, kAddress) ? 0 : 1;
}

} // namespace

Upstreams::Upstreams(net::EventLoop& loop, std::uint64_t seed, Needs needs)
    : m_loop(loop), m_needs(std::move(needs)), m_random(balance::makeRandom(seed)),
      m_sweep([this] { sweep(); }) {
    m_loop.arm(m_sweep, kSweepInterval);
}

Upstreams::~Upstreams() = default;

std::optional<balance::Pick> Upstreams::pick(const Query& query) {
    Destination& held = m_destinations[query.destination];
    if (!held.balancer)
        held.balancer = std::make_unique<balance::Balancer>(m_loop.turnClock(), m_random,
                                                            settingsOf(query.balancing));
    if (held.balancing != query.balancing) {
        held.balancing = query.balancing;
        held.balancer->configure(settingsOf(query.balancing));
    }
    held.isTcp = query.isTcp;
    if (held.endpoints != query.endpoints) {
        countChanges(held.endpoints.get(), *query.endpoints, held.added, held.removed);
        held.endpoints = query.endpoints;
        held.balancer->update(query.endpoints->endpoints, query.zone);
    }
    held.used = m_loop.now();
    auto pick = held.balancer->pick(query.avoid);
    if (pick && held.queue)
        held.queue->available();
    return pick;
}

ReadyQueue::Entry Upstreams::waitReady(const std::string& destination, std::weak_ptr<void> who,
                                       std::function<void()> callback) {
    Destination& held = m_destinations[destination];
    if (!held.queue)
        held.queue = std::make_unique<ReadyQueue>(m_loop, m_needs.failFastAfter, held.queueCounts);
    const auto entry = held.queue->enter(std::move(who), std::move(callback));
    if (entry == ReadyQueue::Entry::Queued && held.balancer)
        held.queue->wakeAt(held.balancer->nextProbe());
    return entry;
}

void Upstreams::settled(const std::string& destination) {
    const auto found = m_destinations.find(destination);
    if (found == m_destinations.end() || !found->second.queue || found->second.queue->empty())
        return;
    // Not from inside whatever ended: those who wait would send in the middle of it.
    found->second.queue->wakeAt(m_loop.now());
}

std::shared_ptr<route::BudgetAccount> Upstreams::account(const std::string& service) {
    Account& held = m_accounts[service];
    if (!held.account)
        held.account = std::make_shared<route::BudgetAccount>();
    held.used = m_loop.now();
    return held.account;
}

Upstreams::PoolKey Upstreams::PoolKey::of(const balance::Endpoint& endpoint) {
    return {endpoint.address,
            endpoint.tls ? std::string_view(endpoint.tls->spiffeId) : std::string_view(),
            EndpointPool::versionFor(endpoint.protocol)};
}

RetryCounters& Upstreams::retryCounters(RetryLabels labels) {
    constexpr std::size_t kMaxSeries = 1000;
    if (m_retries.size() >= kMaxSeries && !m_retries.contains(labels))
        labels = {"(other)", "(other)", 0, labels.isGrpc};
    return m_retries[std::move(labels)];
}

TcpReadings::Series* Upstreams::tcpSeriesOf(const balance::Endpoint& endpoint) {
    using telemetry::Leg;
    if (!endpoint.tls)
        return nullptr;
    if (!endpoint.gateway)
        return &m_needs.readings.series({Leg::ToCallee, {}});
    // A sidecar's connections to its gateway carry what is meant for any link.
    return &m_needs.readings.series(m_needs.isGateway ? TcpReadings::Key(Leg::Wire, endpoint.link)
                                                      : TcpReadings::Key(Leg::ToEgress, {}));
}

EndpointPool& Upstreams::pool(const balance::Endpoint& endpoint, bool outbound) {
    if (const auto found = m_pools.find(PoolKey::of(endpoint)); found != m_pools.end())
        return *found->second;
    TransportCounts& transport =
        m_needs.transports.series({outbound, false, endpoint.tls.has_value(),
                                   endpoint.tls ? endpoint.tls->serverName : std::string(),
                                   endpoint.address});
    auto pool = std::make_unique<EndpointPool>(
        m_loop, endpoint,
        EndpointPool::Needs{m_needs.dial, m_needs.keepalive, m_counters, transport,
                            m_needs.readings, tcpSeriesOf(endpoint)});
    const PoolKey key = PoolKey::of(pool->endpoint());
    return *(m_pools[key] = std::move(pool));
}

std::map<std::string, Upstreams::View> Upstreams::views() const {
    std::map<std::string, View> views;
    for (const auto& [destination, held] : m_destinations) {
        const std::size_t ready = held.balancer ? held.balancer->ready() : 0;
        const std::size_t all = held.balancer ? held.balancer->size() : 0;
        views[destination] = {ready,      all - std::min(all, ready),
                              held.queue ? held.queue->size() : 0,
                              held.isTcp, held.added,
                              held.removed, held.queueCounts};
    }
    return views;
}

void Upstreams::closeGracefully() {
    for (const auto& [key, pool] : m_pools)
        pool->closeGracefully();
}

void Upstreams::sweep() {
    std::erase_if(m_pools, [](const auto& each) { return each.second->unused(); });
    std::erase_if(m_destinations,
                  [&](const auto& each) { return m_loop.now() - each.second.used > kForgetAfter; });
    std::erase_if(m_accounts,
                  [&](const auto& each) { return m_loop.now() - each.second.used > kForgetAfter; });
    m_loop.arm(m_sweep, kSweepInterval);
}

} // namespace causeway::proxy
