// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a scene file as structs. Used by readScene() only. What is wrong is noted in the
// reader; the structs are then not to be used.
#pragma once

#include "connectors/replay/json_reader.h"
#include "connectors/replay/scene.h"

namespace causeway::app::replay {

// The clock of one scene: when it ends and how long a step is.
struct SceneTime {
    domain::Instant end{};
    domain::Milliseconds step{0};
};

[[nodiscard]] sdk::Snapshot readSnapshot(const JsonReader& cluster, const SceneTime& time);
// A tick a step, the last one at the scene's end.
[[nodiscard]] std::vector<sdk::EdgeTick> readTicks(const JsonReader& cluster,
                                                   const SceneTime& time);
[[nodiscard]] std::optional<Silence> readSilence(const JsonReader& cluster);

} // namespace causeway::app::replay
