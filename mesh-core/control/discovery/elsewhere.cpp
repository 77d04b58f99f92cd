// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/elsewhere.h"

#include "base/log.h"
#include "causeway/v1/common.pb.h"
#include "control/store/write_parts.h"
#include "convert/convert.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::string_view kPrefix = "/presence/";

} // namespace

std::string presencePrefix(const std::string& replica) {
    return std::string(kPrefix) + (replica.empty() ? "" : replica + "/");
}

Result<std::unique_ptr<Elsewhere>> Elsewhere::open(Store& store, const Replicas& replicas,
                                                   const Clock& clock) {
    std::unique_ptr<Elsewhere> elsewhere(new Elsewhere(store, replicas, clock));
    CAUSEWAY_TRY(const auto known, store.range({.prefix = std::string(kPrefix)}));
    for (const KeyValue& item : known.items)
        elsewhere->take(item.key, item);
    elsewhere->m_revision = known.revision;
    return elsewhere;
}

// "/presence/control-2/bank/ledger-1"
void Elsewhere::take(const std::string& key, const std::optional<KeyValue>& now) {
    const auto slash = key.find('/', kPrefix.size());
    if (slash == key.npos)
        return;
    const std::string replica = key.substr(kPrefix.size(), slash - kPrefix.size());
    if (replica == m_replicas.own())
        return;
    const std::string proxy = key.substr(slash + 1);
    v1::ProxyInstance message;
    const std::lock_guard lock(m_mutex);
    if (!now) {
        m_neighbours[replica].proxies.erase(proxy);
    } else if (message.ParseFromString(now->value)) {
        if (auto instance = convert::fromProto(message))
            m_neighbours[replica].proxies.insert_or_assign(proxy, std::move(*instance));
    } else {
        log::error("{} in the store is damaged", key);
    }
}

Status Elsewhere::watch() {
    const auto changed = [this](std::uint64_t, const std::vector<Change>& changes) {
        for (const Change& change : changes)
            take(change.key, change.now);
        if (m_onChange)
            m_onChange();
    };
    CAUSEWAY_TRY(m_watch, m_store.watch(std::string(kPrefix), m_revision + 1, changed));
    return {};
}

bool Elsewhere::isOver(const Neighbour& neighbour) const {
    return neighbour.goneSince && m_clock.now() - *neighbour.goneSince >= kGrace;
}

std::map<std::string, ProxyInstance> Elsewhere::proxies() const {
    const std::lock_guard lock(m_mutex);
    std::map<std::string, ProxyInstance> all;
    for (const auto& [name, neighbour] : m_neighbours)
        if (!isOver(neighbour))
            all.insert(neighbour.proxies.begin(), neighbour.proxies.end());
    return all;
}

void Elsewhere::turn() {
    const auto alive = m_replicas.alive();
    bool differs = false;
    std::vector<Operation> left;
    {
        const std::lock_guard lock(m_mutex);
        for (auto& [name, neighbour] : m_neighbours) {
            const bool wasOver = isOver(neighbour);
            if (alive.contains(name))
                neighbour.goneSince.reset();
            else if (!neighbour.goneSince)
                neighbour.goneSince = m_clock.now();
            differs = differs || wasOver != isOver(neighbour);
            if (isOver(neighbour))
                for (const auto& [proxy, instance] : neighbour.proxies)
                    left.push_back({.key = presencePrefix(name) + proxy, .value = std::nullopt});
        }
        std::erase_if(m_neighbours, [&](const auto& item) {
            return item.second.proxies.empty() && isOver(item.second);
        });
    }
    // What is deleted comes back by the watch, to all others as well.
    if (!left.empty() && m_replicas.isLeader())
        if (const auto cleared = writeParts(m_store, left); !cleared)
            log::warn("clearing up after a replica that has gone: {}", cleared.error().describe());
    if (differs && m_onChange)
        m_onChange();
}

} // namespace causeway::control
