// SPDX-License-Identifier: Apache-2.0
// All that configuration is compiled from, at one moment. Immutable; shared by the streams.
#pragma once

#include "control/discovery/objects.h"
#include "control/discovery/presence.h"

namespace causeway::control {

struct World {
    SharedObjects objects;
    Presence::Ready ready;
    rules::TrustBundle trust;
};
using SharedWorld = std::shared_ptr<const World>;

} // namespace causeway::control
