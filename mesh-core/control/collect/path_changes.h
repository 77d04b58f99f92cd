// SPDX-License-Identifier: Apache-2.0
// What a gateway's datagrams tell of the paths to other clusters, as events. Any thread.
#pragma once

#include "causeway/v1/telemetry.pb.h"
#include "control/events.h"

namespace causeway::control {

// An event `link.path-changed` for each direction of a link whose number of hops changed.
void tellPathChanges(const v1::TelemetryReport& report, EventLog& events);

} // namespace causeway::control
