// SPDX-License-Identifier: Apache-2.0
// Which proxies are there. A proxy is connected while its Config stream is up; an endpoint is ready
// while its proxy is connected and does not drain. After a restart of our own, those that were
// connected before count for ten more seconds, so that callers are not told that everything is
// gone. Proxies of other control planes that share our store count as they tell. Safe on any
// thread; listeners run on the thread that brought the news, without the lock.
#pragma once

#include "base/clock.h"
#include "base/proxy_instance.h"
#include "causeway/v1/telemetry.pb.h"
#include "control/discovery/elsewhere.h"

#include <functional>
#include <map>
#include <mutex>
#include <set>

namespace causeway::control {

// "bank/ledger-1"
[[nodiscard]] std::string proxyKey(const ProxyInstance& proxy);

class Presence {
public:
    static constexpr Duration kRestartGrace = std::chrono::seconds(10);
    static constexpr Duration kForget = std::chrono::hours(1);
    static constexpr Duration kRetry = std::chrono::seconds(10);
    using StreamId = std::uint64_t;

    struct Proxy {
        ProxyInstance instance; // of the newest epoch
        std::string address;    // of its Config stream's other end
        bool connected = false;
        WallTime lastSeen{};
        std::optional<v1::ProxyStats> stats; // none: it has not reported yet
        std::uint64_t configAcked = 0;
        std::uint64_t configSent = 0;
        std::string lastNack;        // empty: none
        bool trustConfirmed = false; // it has the trust anchors of now
    };
    // Who is ready, and as which workload: by proxyKey().
    using Ready = std::map<std::string, std::string>;

    // `replica` is our name among those that share the store, and `elsewhere` what the others tell;
    // empty and null: nobody does.
    [[nodiscard]] static Result<std::unique_ptr<Presence>>
    open(Store& store, const Clock& clock, const std::string& replica = {},
         const Elsewhere* elsewhere = nullptr);

    void onReadiness(std::function<void()> listener) { m_onReadiness = std::move(listener); }

    [[nodiscard]] StreamId connect(const ProxyInstance& proxy, const std::string& address);
    void disconnect(StreamId stream);
    void configSent(StreamId stream, std::uint64_t sequence);
    void configAcked(StreamId stream, std::uint64_t sequence);
    // From now on that version of the trust anchors has to be confirmed.
    void setTrust(const std::string& version);
    void trustConfirmed(StreamId stream, const std::string& version);
    void configRefused(StreamId stream, const std::string& error);
    void reported(const ProxyInstance& proxy, const v1::ProxyStats& stats);

    [[nodiscard]] Ready ready() const;
    [[nodiscard]] std::vector<Proxy> list() const; // by key
    [[nodiscard]] std::uint32_t connectedCount() const;

    // Ends the grace, forgets who left long ago, remembers who is here; about once a second.
    void turn();
    // From now on a stream that ends is our doing, not the proxy's.
    void stopping();

private:
    struct Entry {
        Proxy proxy;
        std::set<StreamId> streams; // of the newest epoch
        std::string trustVersion;   // that it has confirmed; empty: none yet
        bool held = false;          // by the grace after our restart
        bool remembered = false;    // in the store
    };

    Presence(Store& store, const Clock& clock, std::string prefix, const Elsewhere* elsewhere)
        : m_store(store), m_clock(clock), m_prefix(std::move(prefix)), m_elsewhere(elsewhere),
          m_started(clock.now()) {}
    [[nodiscard]] bool isReady(const Entry& entry) const;
    [[nodiscard]] Entry* find(StreamId stream);
    template <typename Change> void change(Change change);
    void remember();
    void forgetAgain(const std::vector<Operation>& operations);
    [[nodiscard]] std::map<std::string, ProxyInstance> elsewhere() const; // under the lock

    Store& m_store;
    const Clock& m_clock;
    const std::string m_prefix; // of keys in the store
    const Elsewhere* m_elsewhere;
    MonotonicTime m_started;
    MonotonicTime m_rememberAfter{};
    std::function<void()> m_onReadiness;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;    // by proxyKey()
    std::map<StreamId, std::string> m_streams; // to keys of m_entries
    StreamId m_lastStream = 0;
    std::string m_trustVersion;
    bool m_stopping = false;
};

} // namespace causeway::control
