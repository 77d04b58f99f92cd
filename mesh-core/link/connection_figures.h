// SPDX-License-Identifier: Apache-2.0
// What is shown of the connections on a leg over a window: round trip, what was sent again, how
// fast bytes were delivered, how many there were. Pure. Whatever is not known is absent, never 0.
#pragma once

#include "base/clock.h"
#include "link/probe_figures.h"
#include "telemetry/connections.h"

namespace causeway::link {

struct ConnectionFigures {
    std::optional<double> connections; // open at a time, on average
    std::optional<double> openedPerSecond;
    std::optional<double> resumedShare; // of those opened
    std::optional<double> rttMs;        // median of the kernel's smoothed figures
    std::optional<double> rttVariationMs;
    // Segments with data that were sent again, of all that were sent. Where none is lost the
    // kernel may still repeat one that was only late.
    std::optional<Share> retransmitted;
    std::optional<double> retransmitsPerSecond;
    // The fastest reading: a lower bound of what the way carries, for most senders have no more to
    // send.
    std::optional<double> bytesPerSecond;
};

// `covered`: how long somebody reported for.
[[nodiscard]] ConnectionFigures figuresOf(const telemetry::ConnectionSample& sample,
                                          Duration covered);

} // namespace causeway::link
