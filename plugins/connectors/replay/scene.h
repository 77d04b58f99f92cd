// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded scene: what the clusters of a fleet told over some minutes, in one JSON file.
// README.md beside this file describes the format. Plain values; reads the file and nothing else.
#pragma once

#include "base/result.h"
#include "domain/fleet.h"
#include "sdk/source.h"
#include "sdk/updates.h"

#include <QString>

#include <optional>
#include <vector>

namespace causeway::app::replay {

// A cluster goes silent in the course of the scene.
struct Silence {
    domain::Milliseconds beforeEnd{0}; // its last tick is this much older than the scene's end
    sdk::Lost lost;
};

struct SceneCluster {
    sdk::Snapshot snapshot;           // times as recorded
    std::vector<sdk::EdgeTick> ticks; // ascending; the same for all: a point a step
    std::optional<Silence> silence;
    QString role;
};

struct Scene {
    domain::Fleet fleet;
    domain::Instant end{};
    domain::Milliseconds step{0};
    std::vector<SceneCluster> clusters;

    [[nodiscard]] const SceneCluster* cluster(const QString& name) const;
};

// Errors name the file and the field: "talk.json: clusters[1].edges[3].ticks[4]: …".
[[nodiscard]] Result<Scene> readScene(const QString& path);

// Everything the cluster told up to the scene's end, with all times moved by `shift`; nothing at
// all when it was silent from the beginning.
[[nodiscard]] sdk::Updates recorded(const SceneCluster& cluster, domain::Milliseconds shift);

} // namespace causeway::app::replay
