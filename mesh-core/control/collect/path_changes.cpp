// SPDX-License-Identifier: Apache-2.0
#include "control/collect/path_changes.h"

#include "convert/convert.h"
#include "link/path_changes.h"

namespace causeway::control {

void tellPathChanges(const v1::TelemetryReport& report, EventLog& events) {
    for (const v1::ProbeSample& probe : report.probes()) {
        if (probe.path_out().changes() + probe.path_back().changes() == 0)
            continue;
        if (const auto sample = convert::fromProto(probe))
            for (const auto& change : link::pathChangesOf(sample->link, *sample, {}))
                events.add(Severity::Info, "link.path-changed", sample->link,
                           link::describe(change));
    }
}

} // namespace causeway::control
