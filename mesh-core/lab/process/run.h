// SPDX-License-Identifier: Apache-2.0
// Runs a helper program to its end and tells how it went. Blocks: only for set-up.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace causeway::lab {

// Gives `input` on standard input; a program that fails is an Error which carries what it wrote.
// A name without a slash is looked for in PATH.
[[nodiscard]] Status run(const std::vector<std::string>& command, std::string_view input = {});

} // namespace causeway::lab
