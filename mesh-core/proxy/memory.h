// SPDX-License-Identifier: Apache-2.0
// The memory that this process may have.
#pragma once

#include <cstdint>

namespace causeway::proxy {

// 90 % of what the control group allows; 0: no bound.
[[nodiscard]] std::uint64_t memoryOfControlGroup();

} // namespace causeway::proxy
