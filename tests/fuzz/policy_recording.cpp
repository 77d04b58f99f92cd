// SPDX-License-Identifier: Apache-2.0
// A recording of any bytes: read or refused, and what is read is written and read again the same.
#include "analysis/simulate/recording.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;
using analysis::Recording;

CAUSEWAY_FUZZ_TARGET(policy_recording) {
    const auto first = Recording::parse(std::string(textOf(input)), "fuzz");
    if (!first)
        return;
    std::string text(Recording::kFirstLine);
    text += "\n";
    for (const auto& request : first->requests()) {
        (void)analysis::RecordedHeaders(request.headers).find("x");
        text += analysis::serialize(request, {});
    }
    const auto second = Recording::parse(text, "again");
    CAUSEWAY_ASSERT(second && second->requests().size() == first->requests().size());
}
