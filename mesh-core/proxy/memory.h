// SPDX-License-Identifier: Apache-2.0
// The memory that this process has, and that it may have.
#pragma once

#include <cstdint>

namespace causeway::proxy {

[[nodiscard]] std::uint64_t residentBytes();
// 90 % of what the control group allows; 0: no bound.
[[nodiscard]] std::uint64_t memoryOfControlGroup();

} // namespace causeway::proxy
