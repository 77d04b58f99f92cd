// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/inventory.h"

namespace causeway::app::store {

using namespace domain;

namespace {

// Removes every entry whose key says it is of that cluster.
template <typename Map, typename ClusterOf>
void eraseCluster(Map& map, const QString& cluster, ClusterOf clusterOf) {
    std::erase_if(map, [&](const auto& entry) { return clusterOf(entry.first) == cluster; });
}

// True when `value` was not there or was another.
template <typename Map, typename Value>
bool put(Map& map, const typename Map::key_type& key, Value&& value) {
    const auto [entry, fresh] = map.try_emplace(key, value);
    if (!fresh && entry->second == value)
        return false;
    entry->second = std::forward<Value>(value);
    return true;
}

} // namespace

const Service* Inventory::service(const ServiceRef& ref) const {
    const auto found = m_services.find(ref);
    return found == m_services.end() ? nullptr : &found->second;
}

bool Inventory::apply(const QString& cluster, const sdk::Updates& updates) {
    bool changed = false;
    if (const auto& snapshot = updates.snapshot) {
        forget(cluster);
        m_clusters[cluster] = snapshot->cluster;
        for (const Service& service : snapshot->services)
            apply(cluster, sdk::Change(service));
        for (const Proxy& proxy : snapshot->proxies)
            apply(cluster, sdk::Change(proxy));
        for (const Certificate& certificate : snapshot->certificates)
            apply(cluster, sdk::Change(certificate));
        for (const Link& link : snapshot->links)
            apply(cluster, sdk::Change(link));
        changed = true;
    }
    for (const sdk::Change& change : updates.changes)
        changed |= apply(cluster, change);
    return changed;
}

bool Inventory::apply(const QString& cluster, const sdk::Change& change) {
    if (const auto* service = std::get_if<Service>(&change))
        return put(m_services, service->ref, *service);
    if (const auto* proxy = std::get_if<Proxy>(&change))
        return put(m_proxies, {cluster, proxy->instance}, *proxy);
    if (const auto* certificate = std::get_if<Certificate>(&change))
        return put(m_certificates, {cluster, certificate->serial}, *certificate);
    if (const auto* link = std::get_if<Link>(&change))
        return put(m_links, link->ref, *link);
    if (const auto* removed = std::get_if<sdk::Removed>(&change))
        return remove(cluster, *removed);
    return false; // an event is history, not inventory
}

bool Inventory::remove(const QString& cluster, const sdk::Removed& removed) {
    switch (removed.kind) {
    case sdk::RemovedKind::Service:
        return m_services.erase(Ref::parse(removed.name + u'@' + cluster)) > 0;
    case sdk::RemovedKind::Proxy:
        return m_proxies.erase({cluster, removed.name}) > 0;
    case sdk::RemovedKind::Certificate:
        return m_certificates.erase({cluster, removed.name}) > 0;
    case sdk::RemovedKind::Link:
        return m_links.erase(LinkRef::parse(removed.name)) > 0;
    }
    return false;
}

void Inventory::forget(const QString& cluster) {
    const auto first = [](const InClusterKey& key) { return key.first; };
    eraseCluster(m_services, cluster, [](const ServiceRef& ref) { return ref.cluster; });
    eraseCluster(m_proxies, cluster, first);
    eraseCluster(m_certificates, cluster, first);
    // A link belongs to the cluster it leaves: there it is declared.
    eraseCluster(m_links, cluster, [](const LinkRef& link) { return link.from; });
}

} // namespace causeway::app::store
