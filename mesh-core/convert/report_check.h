// SPDX-License-Identifier: Apache-2.0
// Whether a report of telemetry can be read, without reading it: whoever keeps reports as they came
// looks at each of them, and needs none as plain values. Pure.
#pragma once

#include "base/result.h"
#include "causeway/v1/telemetry.pb.h"

namespace causeway::convert {

// Fine where fromProto() of the report would give one; else the error that it would give.
[[nodiscard]] Status checkReport(const v1::TelemetryReport& message);

} // namespace causeway::convert
