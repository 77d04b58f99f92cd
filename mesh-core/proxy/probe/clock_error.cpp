// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/clock_error.h"

#include <sys/timex.h>

namespace causeway::proxy {

std::optional<Duration> maximumClockError() {
    timex state{};
    const int clock = adjtimex(&state); // reads only: modes is 0
    if (clock < 0 || clock == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
        return std::nullopt;
    return std::chrono::microseconds(state.maxerror);
}

} // namespace causeway::proxy
