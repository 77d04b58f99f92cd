// SPDX-License-Identifier: GPL-3.0-or-later
// One cluster of mesh-core over its Admin API. The client's watches run on threads of their own and
// reconnect by themselves; what they bring goes out by signal from there. Queries that block run on
// a small pool, never on the session's worker.
#pragma once

#include "client/cluster_client.h"
#include "sdk/source.h"

#include <QThreadPool>

#include <memory>

namespace causeway::app::mesh_core {

class MeshCoreSource final : public sdk::Source {
    Q_OBJECT
public:
    MeshCoreSource(const client::FleetFile& fleet, const client::FleetCluster& cluster,
                   const client::Credentials& credentials);
    ~MeshCoreSource() override;

    void start() override;
    void stop() override;
    void retryNow() override;
    void queryRange(sdk::RequestId id, const sdk::RangeQuery& query) override;
    void listObjects(sdk::RequestId id, const sdk::ObjectQuery& query) override;
    void apply(sdk::RequestId id, const sdk::Action& action) override;

private:
    template <typename Update> client::WatchHandlers<Update> handlers();
    void tell(const client::InventoryUpdate& update);
    void tell(const client::EdgeTick& tick);

    QString m_cluster;
    QString m_role; // of our own certificate
    client::ClusterClient m_client;
    QThreadPool m_queries; // after the client, which they use, and so ended before it
    std::unique_ptr<client::Watch> m_inventory;
    std::unique_ptr<client::Watch> m_edges;
};

} // namespace causeway::app::mesh_core
