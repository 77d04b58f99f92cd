// SPDX-License-Identifier: Apache-2.0
// Whether what a verdict accuses is unusual at this hour of the week, too: what is slow every Monday
// at nine is told so. Changes no verdict. Pure.
#pragma once

#include "link/baseline.h"
#include "link/diagnosis.h"

namespace causeway::link {

// The leg of requests that shows what a verdict is about; nothing where no leg's time does.
[[nodiscard]] std::optional<telemetry::Leg> shownBy(const Verdict& verdict);

// `nowMs`: that leg's mean on `link` ("aws:gcp"), of which `usual` is the baseline.
void addHourEvidence(Verdict& verdict, const std::string& link, double nowMs,
                     const HourBaseline& usual);

} // namespace causeway::link
