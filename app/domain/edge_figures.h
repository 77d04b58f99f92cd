// SPDX-License-Identifier: GPL-3.0-or-later
// What an edge, or the sum of several, came to in a window, as figures: made once from counters and
// histograms, then only read. A figure that nobody measured is nullopt and never zero. Plain values.
#pragma once

#include "domain/edge_stats.h"

namespace causeway::app::domain {

struct SideFigures {
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failures = 0;
    std::uint64_t connectionsOpened = 0;
    std::uint64_t requestsReused = 0;
    std::optional<double> p50Ms;
    std::optional<double> p95Ms;
    std::optional<double> p99Ms;

    // Of 0.5, 0.95 or 0.99; others are not kept.
    [[nodiscard]] std::optional<double> latencyMs(double quantile) const;
    // Requests that somebody got. Those that found nobody were not in plain text either.
    [[nodiscard]] std::uint64_t sent() const { return attempts > 0 ? requests : 0; }
    bool operator==(const SideFigures&) const = default;
};

struct EdgeFigures {
    Milliseconds covered{0}; // how much of the window was reported: the divisor of every rate
    std::optional<SideFigures> caller;
    std::optional<SideFigures> callee;

    // The end to show when only one can be: the caller's, for that is what callers feel.
    [[nodiscard]] const SideFigures* best() const {
        return caller ? &*caller : callee ? &*callee : nullptr;
    }
    // A caller asked, be it that nobody was met.
    [[nodiscard]] bool wasAsked() const { return caller && caller->requests > 0; }
    [[nodiscard]] std::optional<double> requestsPerSecond() const;
    [[nodiscard]] std::optional<double> success() const;
    [[nodiscard]] std::optional<double> latencyMs(double quantile) const;
    [[nodiscard]] std::optional<double> calleeLatencyMs(double quantile) const;
    bool operator==(const EdgeFigures&) const = default;
};

[[nodiscard]] EdgeFigures figuresOf(const EdgeStats& stats);
// See coldShare(const SideStats&).
[[nodiscard]] std::optional<double> coldShare(const SideFigures& side);

} // namespace causeway::app::domain
