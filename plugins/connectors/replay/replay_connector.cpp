// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay_connector.h"

#include "connectors/replay/replay_source.h"

namespace causeway::app::replay {

sdk::Capabilities ReplayConnector::capabilities() const {
    using enum sdk::Capability;
    return sdk::Capabilities(CallerSide) | CalleeSide | Legs | Inventory | Certificates | Events
           | RangeQueries;
}

Result<domain::Fleet> ReplayConnector::readFleet(const QString& location) {
    CAUSEWAY_TRY(Scene scene, readScene(location));
    m_scene = std::make_shared<const Scene>(std::move(scene));
    return m_scene->fleet;
}

Result<std::unique_ptr<sdk::Source>>
ReplayConnector::openCluster(const QString& location, const QString& cluster, const Clock& clock) {
    if (!m_scene || m_scene->fleet.location != location)
        CAUSEWAY_CHECK(readFleet(location));
    const SceneCluster* found = m_scene->cluster(cluster);
    if (!found)
        return fail(ErrorKind::NotFound,
                    (location + QStringLiteral(": no cluster ") + cluster).toStdString());
    return std::make_unique<ReplaySource>(m_scene, *found, clock);
}

} // namespace causeway::app::replay
