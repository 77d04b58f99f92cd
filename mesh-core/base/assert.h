// SPDX-License-Identifier: Apache-2.0
// An assertion that stays on in release builds: for invariants of our own code, never for input.
#pragma once

namespace causeway {
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);
}

#define CAUSEWAY_ASSERT(expression)                                                                \
    (static_cast<bool>(expression)                                                                 \
         ? void(0)                                                                                 \
         : ::causeway::assertionFailed(#expression, __FILE__, __LINE__))
