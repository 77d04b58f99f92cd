// SPDX-License-Identifier: Apache-2.0
// The version of causeway-control, from the build.
#pragma once

#include <string_view>

namespace causeway::control {

[[nodiscard]] std::string_view version();

} // namespace causeway::control
