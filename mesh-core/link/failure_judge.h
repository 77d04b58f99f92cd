// SPDX-License-Identifier: Apache-2.0
// Who is at fault when requests fail: a workload, by what it failed without passing on the failures
// of what it called; or a part of the way, by what the callers saw fail and no callee counted.
// Pure.
#pragma once

#include "link/diagnosis.h"

namespace causeway::link {

// Against `usual`; what has always failed is compared with the others.
[[nodiscard]] std::vector<Verdict> judgeFailures(const Picture& now, const Picture* usual);

} // namespace causeway::link
