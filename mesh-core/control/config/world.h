// SPDX-License-Identifier: Apache-2.0
// All that configuration is compiled from, at one moment, and what has been compiled from it so far.
// Immutable but for the latter; shared by the streams.
#pragma once

#include "control/config/compiled_cache.h"
#include "control/discovery/objects.h"
#include "control/discovery/presence.h"

namespace causeway::control {

struct World {
    SharedObjects objects;
    Presence::Ready ready;
    rules::TrustBundle trust;
    // Compiled without looking at `ready`: a world of the same objects and trust takes it over.
    std::shared_ptr<CompiledCache> settled = std::make_shared<CompiledCache>();
    std::shared_ptr<CompiledCache> endpoints = std::make_shared<CompiledCache>();
};
using SharedWorld = std::shared_ptr<const World>;

} // namespace causeway::control
