// SPDX-License-Identifier: GPL-3.0-or-later
// Replays one cluster of a scene. The clock decides when: what was recorded lies right before the
// moment of start(), and then the scene's points come again, a point a step, for as long as the
// clock moves. With a clock that stands still nothing moves, which is what pictures need.
#pragma once

#include "base/clock.h"
#include "connectors/replay/scene.h"
#include "sdk/source.h"

#include <QTimer>

#include <memory>

namespace causeway::app::replay {

class ReplaySource final : public sdk::Source {
    Q_OBJECT
public:
    // `clock` outlives this; `cluster` is one of the scene's.
    ReplaySource(std::shared_ptr<const Scene> scene, const SceneCluster& cluster,
                 const Clock& clock);

    void start() override;
    void stop() override;
    void queryRange(sdk::RequestId id, const sdk::RangeQuery& query) override;

private:
    void tellDue();
    [[nodiscard]] domain::Instant now() const;

    std::shared_ptr<const Scene> m_scene;
    const SceneCluster& m_cluster;
    const Clock& m_clock;
    domain::Milliseconds m_shift{0}; // from recorded to told time
    domain::Instant m_told{};        // end of the last tick told
    std::size_t m_next = 0;          // the recorded tick to come again next
    QTimer m_timer{this};
};

} // namespace causeway::app::replay
