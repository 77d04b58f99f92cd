// SPDX-License-Identifier: Apache-2.0
// What the kernel says this machine's wall clock is off by at most (adjtimex); nothing when nobody
// keeps it synchronised. Any thread.
#pragma once

#include "base/clock.h"

#include <optional>

namespace causeway::proxy {

[[nodiscard]] std::optional<Duration> maximumClockError();

} // namespace causeway::proxy
