// SPDX-License-Identifier: Apache-2.0
// What the ladder of probes over one link told, now and before, and the kernel of the connections
// that requests took. A value; pure.
#pragma once

#include "link/path_changes.h"
#include "telemetry/connections.h"
#include "telemetry/probe.h"

#include <string>
#include <vector>

namespace causeway::link {

struct LinkProbes {
    std::string link; // "aws:gcp"
    std::vector<telemetry::ProbeSample> now;
    std::vector<telemetry::ProbeSample> usual; // of before
    telemetry::ConnectionSample connectionsNow = {};
    telemetry::ConnectionSample connectionsUsual = {};
    std::vector<PathChange> pathChanges = {}; // now and before, oldest first
};

} // namespace causeway::link
