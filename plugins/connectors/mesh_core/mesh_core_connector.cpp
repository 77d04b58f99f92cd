// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/mesh_core/mesh_core_connector.h"

#include "connectors/mesh_core/basic_values.h"
#include "connectors/mesh_core/mesh_core_source.h"

namespace causeway::app::mesh_core {

sdk::Capabilities MeshCoreConnector::capabilities() const {
    using enum sdk::Capability;
    return sdk::Capabilities(CallerSide) | CalleeSide | Legs | Inventory | Certificates | Events
           | RangeQueries | Objects | Actions;
}

Result<domain::Fleet> MeshCoreConnector::readFleet(const QString& location) {
    CAUSEWAY_TRY(const client::FleetFile file, client::readFleetFile(location.toStdString()));
    domain::Fleet fleet{toText(file.name), toText(file.trustDomain), location, {}};
    for (const client::FleetCluster& from : file.clusters) {
        domain::Cluster cluster;
        cluster.name = toText(from.name);
        cluster.cloud = toText(from.cloud);
        cluster.region = toText(from.region);
        cluster.production = from.production;
        cluster.endpoint = toText(from.admin);
        fleet.clusters.push_back(std::move(cluster));
    }
    return fleet;
}

Result<std::unique_ptr<sdk::Source>> MeshCoreConnector::openCluster(const QString& location,
                                                                    const QString& cluster,
                                                                    const Clock& clock) {
    CAUSEWAY_TRY(const client::FleetFile file, client::readFleetFile(location.toStdString()));
    const client::FleetCluster* found = file.find(cluster.toStdString());
    if (!found)
        return fail(ErrorKind::NotFound,
                    location.toStdString() + ": no cluster " + cluster.toStdString() + " any more");
    CAUSEWAY_TRY(const client::Credentials credentials, client::readCredentials(file, clock));
    return std::make_unique<MeshCoreSource>(file, *found, credentials);
}

} // namespace causeway::app::mesh_core
