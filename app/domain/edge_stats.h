// SPDX-License-Identifier: GPL-3.0-or-later
// What was counted on an edge in a window, at its two ends and on the legs between. Sums and
// histograms only, so that windows and edges merge exactly; a figure that nobody measured is
// nullopt and never zero. Plain values.
#pragma once

#include "domain/edge.h"
#include "domain/instant.h"
#include "telemetry/edge.h"

#include <optional>

namespace causeway::app::domain {

using telemetry::Histogram;
// One end of an edge: requests are the application's; attempts were sent (caller) or arrived
// (callee), so the two compare; connections are those towards the callee, over a link those between
// the clusters; legs are known to callers only, an empty one was not measured.
using SideStats = telemetry::EdgeCounters;

[[nodiscard]] std::optional<double> success(const SideStats& stats); // 0…1
[[nodiscard]] std::optional<double> latencyMs(const Histogram& histogram, double quantile);
// Of the whole; nothing when every request met nobody: that took no time that says anything.
[[nodiscard]] std::optional<double> latencyMs(const SideStats& stats, double quantile);
// Share of the attempts that had to open a connection, 0…1; unknown when nobody counted
// connections.
[[nodiscard]] std::optional<double> coldShare(const SideStats& stats);

struct EdgeStats {
    Milliseconds covered{0}; // how much of the window was reported: the divisor of every rate
    std::optional<SideStats> caller;
    std::optional<SideStats> callee;

    // The end to show when only one can be: the caller's, for that is what callers feel.
    [[nodiscard]] const SideStats* best() const {
        return caller ? &*caller : callee ? &*callee : nullptr;
    }
    [[nodiscard]] std::optional<double> requestsPerSecond() const;
    [[nodiscard]] std::optional<double> success() const;
    [[nodiscard]] std::optional<double> latencyMs(double quantile) const;
    [[nodiscard]] std::optional<double> calleeLatencyMs(double quantile) const;
    [[nodiscard]] std::optional<double> legMs(Leg leg, double quantile) const;
    // Adds the same window of another edge; `covered` becomes the longer of the two.
    void mergeEdge(const EdgeStats& other);
    // Adds another window of the same edges; `covered` becomes the sum.
    void mergeWindow(const EdgeStats& other);
    bool operator==(const EdgeStats&) const = default;
};

} // namespace causeway::app::domain
