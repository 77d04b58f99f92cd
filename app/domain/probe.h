// SPDX-License-Identifier: GPL-3.0-or-later
// What was measured of the ways between clusters besides requests: by probes of the gateways, and by
// the kernel of the connections between proxies. The names of mesh-core's values in the console.
#pragma once

#include "telemetry/connections.h"
#include "telemetry/probe.h"

namespace causeway::app::domain {

using telemetry::ConnectionSample;
using telemetry::ProbeRung;
using telemetry::ProbeSample;

} // namespace causeway::app::domain
