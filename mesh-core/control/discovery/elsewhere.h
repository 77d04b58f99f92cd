// SPDX-License-Identifier: Apache-2.0
// The proxies whose Config stream is at another control plane of the same cluster, as the shared
// store tells. Those of one that has gone count for ten more seconds, in which its proxies find
// another. Safe on any thread; the listener runs on the store's thread, without the lock.
#pragma once

#include "base/clock.h"
#include "base/proxy_instance.h"
#include "control/store/replicas.h"
#include "control/store/store.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace causeway::control {

// Where control plane `replica` keeps who is with it, by proxyKey(); empty: the only one.
[[nodiscard]] std::string presencePrefix(const std::string& replica);

class Elsewhere {
public:
    static constexpr Duration kGrace = std::chrono::seconds(10);

    [[nodiscard]] static Result<std::unique_ptr<Elsewhere>>
    open(Store& store, const Replicas& replicas, const Clock& clock);

    void onChange(std::function<void()> listener) { m_onChange = std::move(listener); }
    [[nodiscard]] Status watch();
    void stopWatching() { m_watch.reset(); }

    [[nodiscard]] std::map<std::string, ProxyInstance> proxies() const; // by proxyKey()
    // Looks which control planes have gone, and clears up after them if we lead; about once a
    // second.
    void turn();

private:
    struct Neighbour {
        std::map<std::string, ProxyInstance> proxies;
        std::optional<MonotonicTime> goneSince;
    };

    Elsewhere(Store& store, const Replicas& replicas, const Clock& clock)
        : m_store(store), m_replicas(replicas), m_clock(clock) {}
    void take(const std::string& key, const std::optional<KeyValue>& now);
    [[nodiscard]] bool isOver(const Neighbour& neighbour) const;

    Store& m_store;
    const Replicas& m_replicas;
    const Clock& m_clock;
    std::function<void()> m_onChange;
    std::uint64_t m_revision = 0; // that was read when it was opened
    mutable std::mutex m_mutex;
    std::map<std::string, Neighbour> m_neighbours; // by the replica's name
    std::unique_ptr<Watch> m_watch;                // last: ends before the rest goes
};

} // namespace causeway::control
