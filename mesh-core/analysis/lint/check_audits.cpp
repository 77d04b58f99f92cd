// SPDX-License-Identifier: Apache-2.0
// Audit stages that were meant to end.
#include "analysis/audit_stage.h"
#include "analysis/lint/context.h"
#include "analysis/lint/days.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::analysis {

void checkAudits(Context& context) {
    const auto today = dayOf(context.sources().today);
    context.each<resource::Server>([&](const resource::Object& object, const resource::Server& server) {
        const auto* until = resource::annotation(object.metadata, kAuditUntil);
        if (!until)
            return;
        const auto field = fmt::format("metadata.annotations.{}", kAuditUntil);
        const auto last = dayOf(*until);
        if (!last)
            context
                .report("MC0204", object, field,
                        fmt::format("\"{}\" is no day: nobody is told when the audit ends", *until))
                .evidence = "a day is written 2027-01-31";
        if (!last || !today || *today <= *last || server.accessPolicy != "audit")
            return;
        auto& finding = context.report(
            "MC2016", object, "spec.accessPolicy",
            fmt::format("its audit was to end on {}, and it still lets everybody in", *until));
        finding.evidence = fmt::format("{}: {}", kAuditUntil, *until);
        finding.patch = context.replaced(object, "spec.accessPolicy", "deny");
    });
}

} // namespace causeway::analysis
