// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/presence.h"

#include "base/log.h"
#include "control/store/write_parts.h"
#include "convert/convert.h"

#include <algorithm>

namespace causeway::control {

std::string proxyKey(const ProxyInstance& proxy) {
    return proxy.namespace_ + "/" + proxy.instance;
}

Result<std::unique_ptr<Presence>> Presence::open(Store& store, const Clock& clock,
                                                 const std::string& replica,
                                                 const Elsewhere* elsewhere) {
    std::unique_ptr<Presence> presence(
        new Presence(store, clock, presencePrefix(replica), elsewhere));
    CAUSEWAY_TRY(const auto known, store.range({.prefix = presence->m_prefix}));
    for (const KeyValue& item : known.items) {
        v1::ProxyInstance message;
        if (!message.ParseFromString(item.value))
            return fail(ErrorKind::Io, item.key + " in the store is damaged");
        CAUSEWAY_TRY(auto instance, convert::fromProto(message));
        Entry& entry = presence->m_entries[proxyKey(instance)];
        entry.proxy.instance = std::move(instance);
        entry.proxy.lastSeen = clock.wallNow();
        entry.held = entry.remembered = true;
    }
    return presence;
}

bool Presence::isReady(const Entry& entry) const {
    const bool draining = entry.proxy.stats && entry.proxy.stats->draining();
    return (!entry.streams.empty() || entry.held) && !draining;
}

Presence::Entry* Presence::find(StreamId stream) {
    const auto known = m_streams.find(stream);
    return known == m_streams.end() ? nullptr : &m_entries[known->second];
}

// Runs `change` under the lock; tells the listener if the entry it returns became ready or ceased.
template <typename Change> void Presence::change(Change change) {
    bool differs = false;
    {
        const std::lock_guard lock(m_mutex);
        differs = change();
    }
    if (differs && m_onReadiness)
        m_onReadiness();
}

Presence::StreamId Presence::connect(const ProxyInstance& proxy, const std::string& address) {
    StreamId stream = 0;
    change([&] {
        stream = ++m_lastStream;
        Entry& entry = m_entries[proxyKey(proxy)];
        // A stream of an older process is on its way out: it does not count.
        if (proxy.epoch < entry.proxy.instance.epoch)
            return false;
        const bool before = isReady(entry);
        if (proxy.epoch > entry.proxy.instance.epoch) {
            entry.streams.clear();
            entry.proxy = {};
            entry.trustVersion.clear();
            entry.remembered = false;
        }
        entry.proxy.instance = proxy;
        entry.proxy.address = address;
        entry.proxy.connected = true;
        entry.proxy.lastSeen = m_clock.wallNow();
        entry.proxy.configAcked = entry.proxy.configSent = 0;
        entry.held = false;
        entry.streams.insert(stream);
        m_streams[stream] = proxyKey(proxy);
        return before != isReady(entry);
    });
    return stream;
}

void Presence::disconnect(StreamId stream) {
    change([&] {
        Entry* entry = find(stream);
        m_streams.erase(stream);
        if (!entry || m_stopping || entry->streams.erase(stream) == 0)
            return false;
        const bool gone = entry->streams.empty();
        entry->proxy.connected = !gone;
        entry->proxy.lastSeen = m_clock.wallNow();
        return gone;
    });
}

void Presence::configSent(StreamId stream, std::uint64_t sequence) {
    const std::lock_guard lock(m_mutex);
    if (Entry* entry = find(stream))
        entry->proxy.configSent = sequence;
}

void Presence::configAcked(StreamId stream, std::uint64_t sequence) {
    const std::lock_guard lock(m_mutex);
    if (Entry* entry = find(stream))
        entry->proxy.configAcked = std::max(entry->proxy.configAcked, sequence);
}

void Presence::trustConfirmed(StreamId stream, const std::string& version) {
    const std::lock_guard lock(m_mutex);
    if (Entry* entry = find(stream))
        entry->trustVersion = version;
}

void Presence::setTrust(const std::string& version) {
    const std::lock_guard lock(m_mutex);
    m_trustVersion = version;
}

void Presence::configRefused(StreamId stream, const std::string& error) {
    const std::lock_guard lock(m_mutex);
    if (Entry* entry = find(stream))
        entry->proxy.lastNack = error;
}

void Presence::reported(const ProxyInstance& proxy, const v1::ProxyStats& stats) {
    change([&] {
        const auto known = m_entries.find(proxyKey(proxy));
        if (known == m_entries.end() || known->second.proxy.instance.epoch != proxy.epoch)
            return false;
        Entry& entry = known->second;
        const bool before = isReady(entry);
        entry.proxy.stats = stats;
        entry.proxy.lastSeen = m_clock.wallNow();
        return before != isReady(entry);
    });
}

// Without those that are connected here: of them we know more.
std::map<std::string, ProxyInstance> Presence::elsewhere() const {
    if (!m_elsewhere)
        return {};
    auto proxies = m_elsewhere->proxies();
    std::erase_if(proxies, [&](const auto& item) {
        const auto known = m_entries.find(item.first);
        return known != m_entries.end() && known->second.proxy.connected;
    });
    return proxies;
}

Presence::Ready Presence::ready() const {
    const std::lock_guard lock(m_mutex);
    Ready ready;
    for (const auto& [key, entry] : m_entries)
        if (isReady(entry))
            ready.emplace(key, entry.proxy.instance.workload);
    for (const auto& [key, instance] : elsewhere())
        ready.emplace(key, instance.workload);
    return ready;
}

std::vector<Presence::Proxy> Presence::list() const {
    const std::lock_guard lock(m_mutex);
    const auto others = elsewhere();
    std::vector<Proxy> proxies;
    for (const auto& [key, entry] : m_entries) {
        if (others.contains(key))
            continue;
        proxies.push_back(entry.proxy);
        proxies.back().trustConfirmed = entry.trustVersion == m_trustVersion;
    }
    // Their own control plane waits for what they confirm.
    for (const auto& [key, instance] : others)
        proxies.push_back({.instance = instance,
                           .connected = true,
                           .lastSeen = m_clock.wallNow(),
                           .trustConfirmed = true});
    std::ranges::sort(proxies, {}, [](const Proxy& proxy) { return proxyKey(proxy.instance); });
    return proxies;
}

std::uint32_t Presence::connectedCount() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::uint32_t>(std::ranges::count_if(
        m_entries, [](const auto& entry) { return entry.second.proxy.connected; }));
}

void Presence::turn() {
    change([&] {
        const bool graceOver = m_clock.now() >= m_started + kRestartGrace;
        bool differs = false;
        for (auto& [key, entry] : m_entries)
            if (entry.held && graceOver) {
                entry.held = false;
                differs = true;
            }
        return differs;
    });
    remember();
}

// Kept so that the next start knows whom to wait for, and other control planes who is here.
void Presence::remember() {
    std::vector<Operation> operations;
    {
        const std::lock_guard lock(m_mutex);
        if (m_clock.now() < m_rememberAfter)
            return;
        for (auto& [key, entry] : m_entries) {
            const bool here = isReady(entry);
            if (here == entry.remembered)
                continue;
            entry.remembered = here;
            Operation operation{.key = m_prefix + key, .value = std::nullopt};
            if (here)
                operation.value = convert::toProto(entry.proxy.instance).SerializeAsString();
            operations.push_back(std::move(operation));
        }
        const WallTime longAgo = m_clock.wallNow() - kForget;
        std::erase_if(m_entries, [&](const auto& item) {
            const Entry& entry = item.second;
            return !entry.held && !entry.proxy.connected && entry.proxy.lastSeen < longAgo;
        });
    }
    if (operations.empty())
        return;
    if (const auto kept = writeParts(m_store, operations); !kept) {
        log::warn("remembering which proxies are here: {}", kept.error().describe());
        forgetAgain(operations);
    }
}

// They are to be written another time, and not every second, for a store that is away takes long.
void Presence::forgetAgain(const std::vector<Operation>& operations) {
    const std::lock_guard lock(m_mutex);
    m_rememberAfter = m_clock.now() + kRetry;
    for (const Operation& operation : operations)
        if (const auto known = m_entries.find(operation.key.substr(m_prefix.size()));
            known != m_entries.end())
            known->second.remembered = !operation.value;
}

void Presence::stopping() {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
}

} // namespace causeway::control
