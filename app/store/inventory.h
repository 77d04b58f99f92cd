// SPDX-License-Identifier: GPL-3.0-or-later
// What all clusters have, by cluster, as they last told us. Owned by the Store, on the GUI thread.
#pragma once

#include "domain/inventory.h"
#include "sdk/updates.h"

#include <map>

namespace causeway::app::store {

class Inventory {
public:
    [[nodiscard]] const std::map<domain::ServiceRef, domain::Service>& services() const {
        return m_services;
    }
    // As they described themselves; by name.
    [[nodiscard]] const std::map<QString, domain::Cluster>& clusters() const { return m_clusters; }
    // By (cluster, instance), (cluster, serial) and link.
    using InClusterKey = std::pair<QString, QString>;
    [[nodiscard]] const std::map<InClusterKey, domain::Proxy>& proxies() const { return m_proxies; }
    [[nodiscard]] const std::map<InClusterKey, domain::Certificate>& certificates() const {
        return m_certificates;
    }
    [[nodiscard]] const std::map<domain::LinkRef, domain::Link>& links() const { return m_links; }
    [[nodiscard]] const domain::Service* service(const domain::ServiceRef& ref) const;

    // True when something changed.
    bool apply(const QString& cluster, const sdk::Updates& updates);

private:
    bool apply(const QString& cluster, const sdk::Change& change);
    bool remove(const QString& cluster, const sdk::Removed& removed);
    void forget(const QString& cluster);

    std::map<QString, domain::Cluster> m_clusters;
    std::map<domain::ServiceRef, domain::Service> m_services;
    std::map<InClusterKey, domain::Proxy> m_proxies;
    std::map<InClusterKey, domain::Certificate> m_certificates;
    std::map<domain::LinkRef, domain::Link> m_links;
};

} // namespace causeway::app::store
