// SPDX-License-Identifier: Apache-2.0
// causewayctl: the command line in, an exit code out. Main thread; owns nothing that outlives
// run().
#pragma once

#include "cli/options.h"

namespace causeway::cli {

[[nodiscard]] int run(int argc, const char* const* argv, Terminal& terminal);

} // namespace causeway::cli
