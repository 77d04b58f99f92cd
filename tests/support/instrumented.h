// SPDX-License-Identifier: Apache-2.0
// Whether this build is one that watches itself. What it takes of memory says nothing of the build
// that is shipped: it keeps what was freed, and a shadow beside everything.
#pragma once

#ifdef CAUSEWAY_INSTRUMENTED
inline constexpr bool kInstrumented = true;
#else
inline constexpr bool kInstrumented = false;
#endif
