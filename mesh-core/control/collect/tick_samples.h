// SPDX-License-Identifier: Apache-2.0
// What a second brought, as the message that watchers get: of a report, or of what was kept. Pure.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/history/labels.h"

namespace causeway::control {

// The samples of a report; nothing else of it.
[[nodiscard]] v1::EdgeTick samplesOf(const v1::TelemetryReport& report);
// Adds one series; labels of another kind than `kind` are left out.
void addSeries(v1::EdgeTick& tick, SeriesKind kind, const std::string& labels,
               const Counts& counts);

} // namespace causeway::control
