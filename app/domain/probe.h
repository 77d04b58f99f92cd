// SPDX-License-Identifier: GPL-3.0-or-later
// What was measured of the ways between clusters besides requests: by probes of the gateways, and by
// the kernel of the connections between proxies. The names of mesh-core's values in the console.
#pragma once

#include "telemetry/connections.h"
#include "telemetry/probe.h"

namespace causeway::telemetry {

// Which add up to one figure.
[[nodiscard]] inline bool isSameSeries(const ProbeSample& a, const ProbeSample& b) {
    return a.rung == b.rung && a.link == b.link;
}
[[nodiscard]] inline bool isSameSeries(const ConnectionSample& a, const ConnectionSample& b) {
    return a.leg == b.leg && a.link == b.link;
}

} // namespace causeway::telemetry

namespace causeway::app::domain {

using telemetry::ConnectionSample;
using telemetry::ProbeRung;
using telemetry::ProbeSample;

} // namespace causeway::app::domain
