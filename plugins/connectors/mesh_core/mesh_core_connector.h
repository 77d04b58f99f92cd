// SPDX-License-Identifier: GPL-3.0-or-later
// The connector to clusters that run mesh-core's control plane: a fleet file and the Admin API.
#pragma once

#include "sdk/connector.h"

#include <QObject>

namespace causeway::app::mesh_core {

class MeshCoreConnector final : public QObject, public sdk::Connector {
    Q_OBJECT
    Q_INTERFACES(causeway::app::sdk::Connector)
    Q_PLUGIN_METADATA(IID CAUSEWAY_CONNECTOR_IID FILE "mesh_core.json")
public:
    [[nodiscard]] sdk::Capabilities capabilities() const override;
    [[nodiscard]] Result<domain::Fleet> readFleet(const QString& location) override;
    // Reads fleet file and credentials anew: a certificate that was replaced counts at once.
    [[nodiscard]] Result<std::unique_ptr<sdk::Source>>
    openCluster(const QString& location, const QString& cluster, const Clock& clock) override;
};

} // namespace causeway::app::mesh_core
