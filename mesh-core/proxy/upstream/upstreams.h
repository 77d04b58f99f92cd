// SPDX-License-Identifier: Apache-2.0
// All that one worker connects to: a pool for every endpoint, shared by the destinations it serves,
// and a balancer for every destination. On the worker's thread.
#pragma once

#include "balance/balancer.h"
#include "proxy/retries.h"
#include "proxy/upstream/endpoint_pool.h"
#include "proxy/upstream/ready_queue.h"

#include <map>
#include <unordered_map>

namespace causeway::proxy {

class Upstreams {
public:
    struct Query {
        const std::string& destination;
        // What configuration says of it.
        const std::shared_ptr<const balance::Endpoints>& endpoints;
        const route::Balancing& balancing;
        std::string_view zone;  // ours
        std::string_view avoid; // an address not to take while there is another
        bool isTcp = false;     // bytes, not a request
    };

    struct Needs {
        Dial dial;
        Duration failFastAfter;
        KeepaliveTimes keepalive;
        Transports& transports;
        TcpReadings& readings;
        bool isGateway = false;
    };
    // What /metrics tells of a destination's balancer.
    struct View {
        std::size_t ready = 0;
        std::size_t pending = 0; // members that may not be chosen now
        std::size_t queued = 0;  // requests that wait for one
        bool isTcp = false;      // what it was last asked for
        std::uint64_t added = 0; // members that came, and that went
        std::uint64_t removed = 0;
        QueueCounts queue;
    };

    Upstreams(net::EventLoop& loop, std::uint64_t seed, Needs needs);
    ~Upstreams();

    // The best endpoint of a destination now; nothing when none is ready.
    [[nodiscard]] std::optional<balance::Pick> pick(const Query& query);
    // Until one may be ready: see ReadyQueue::enter(). After a pick() of that destination.
    [[nodiscard]] ReadyQueue::Entry waitReady(const std::string& destination,
                                              std::weak_ptr<void> who,
                                              std::function<void()> callback);
    // A pick of that destination has ended: who waits for it may look again.
    void settled(const std::string& destination);
    // What a service's requests have earned for their retries.
    [[nodiscard]] std::shared_ptr<route::BudgetAccount> account(const std::string& service);
    // `outbound`: on behalf of our own application or cluster; else what came in from the mesh.
    [[nodiscard]] EndpointPool& pool(const balance::Endpoint& endpoint, bool outbound);
    [[nodiscard]] std::map<std::string, View> views() const;
    // No new request on any connection, so that they close when they are done.
    void closeGracefully();

    [[nodiscard]] const UpstreamCounters& counters() const { return m_counters; }
    // Of a route; all that are too many share one.
    [[nodiscard]] RetryCounters& retryCounters(RetryLabels labels);
    [[nodiscard]] const RetrySeries& retrySeries() const { return m_retries; }
    [[nodiscard]] std::uint64_t random() {
        return (std::uint64_t(m_random(1U << 31)) << 31) | m_random(1U << 31);
    }

private:
    // Of the mesh: only there is a wire to measure.
    [[nodiscard]] TcpReadings::Series* tcpSeriesOf(const balance::Endpoint& endpoint);
    struct Destination {
        std::shared_ptr<const balance::Endpoints> endpoints;
        std::unique_ptr<balance::Balancer> balancer;
        route::Balancing balancing;
        QueueCounts queueCounts;
        std::unique_ptr<ReadyQueue> queue; // made when somebody waits
        bool isTcp = false;
        std::uint64_t added = 0;
        std::uint64_t removed = 0;
        MonotonicTime used{};
    };
    struct Account {
        std::shared_ptr<route::BudgetAccount> account;
        MonotonicTime used{};
    };
    void sweep();

    net::EventLoop& m_loop;
    const Needs m_needs;
    balance::Random m_random;
    UpstreamCounters m_counters;
    RetrySeries m_retries;
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
    std::unordered_map<std::string, Account> m_accounts;
    net::Timer m_sweep;
};

} // namespace causeway::proxy
