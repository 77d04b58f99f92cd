// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzz_target.h"

#include <cstdio>

namespace causeway::fuzz {

// A function's static, because targets register before main() in any order.
std::vector<FuzzTarget>& fuzzTargets() {
    static std::vector<FuzzTarget> targets;
    return targets;
}

void assertSame(std::string_view left, std::string_view right) {
    if (left != right)
        std::fprintf(stderr, "left:\n%.*s\nright:\n%.*s\n", static_cast<int>(left.size()),
                     left.data(), static_cast<int>(right.size()), right.data());
    CAUSEWAY_ASSERT(left == right);
}

} // namespace causeway::fuzz
