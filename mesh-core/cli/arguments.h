// SPDX-License-Identifier: Apache-2.0
// How a family of commands puts itself into the command line: see profile_arguments.cpp.
#pragma once

#include "base/result.h"
#include "cli/options.h"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace causeway::cli {

using Action = std::function<Result<Exit>(Terminal&)>;
// Adds a command below another (or below the program) that does this when it is chosen.
using AddCommand = std::function<CLI::App*(CLI::App& parent, const std::string& name,
                                           const std::string& help, Action action)>;

} // namespace causeway::cli
