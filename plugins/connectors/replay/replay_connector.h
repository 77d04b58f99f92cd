// SPDX-License-Identifier: GPL-3.0-or-later
// The connector that replays a recorded scene: demonstrations without a fleet, tests, pictures.
#pragma once

#include "connectors/replay/scene.h"
#include "sdk/connector.h"

#include <QObject>

namespace causeway::app::replay {

class ReplayConnector final : public QObject, public sdk::Connector {
    Q_OBJECT
    Q_INTERFACES(causeway::app::sdk::Connector)
    Q_PLUGIN_METADATA(IID CAUSEWAY_CONNECTOR_IID FILE "replay.json")
public:
    [[nodiscard]] sdk::Capabilities capabilities() const override;
    [[nodiscard]] Result<domain::Fleet> readFleet(const QString& location) override;
    [[nodiscard]] Result<std::unique_ptr<sdk::Source>>
    openCluster(const QString& location, const QString& cluster, const Clock& clock) override;

private:
    // A scene is megabytes: the one read last is shared by the sources of its clusters.
    std::shared_ptr<const Scene> m_scene;
};

} // namespace causeway::app::replay
