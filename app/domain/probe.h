// SPDX-License-Identifier: GPL-3.0-or-later
// What gateways probed of the links between clusters: the names of mesh-core's values in the
// console. Plain values.
#pragma once

#include "telemetry/probe.h"

namespace causeway::app::domain {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

} // namespace causeway::app::domain
