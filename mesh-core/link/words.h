// SPDX-License-Identifier: Apache-2.0
// A diagnosis in English, for the terminal and for logs; the console words the same facts in its
// own languages. Pure.
#pragma once

#include "link/diagnosis.h"

namespace causeway::link {

// "into aws: +30 to +35 ms over the way out"
[[nodiscard]] std::string describe(const Verdict& verdict);
[[nodiscard]] std::string describe(const Evidence& evidence);
// The line that shows it on a terminal; empty for what is not looked up: "causewayctl link show
// gcp:aws".
[[nodiscard]] std::string commandFor(const Evidence& evidence);

} // namespace causeway::link
