// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls, over and over; a fuzz program has exactly one target.
#include "fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto& targets = causeway::fuzz::fuzzTargets();
    CAUSEWAY_ASSERT(targets.size() == 1);
    targets.front().run({data, size});
    return 0;
}
