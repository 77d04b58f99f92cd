// SPDX-License-Identifier: Apache-2.0
// The last day of a Server's audit stage, as its annotation says it: "2027-01-31". Whoever proposes
// such a stage writes it, and the linter tells when it is over.
#pragma once

namespace causeway::analysis {

inline constexpr const char* kAuditUntil = "causeway.dev/audit-until";

} // namespace causeway::analysis
