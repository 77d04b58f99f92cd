// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/edge_figures.h"

#include "base/assert.h"

namespace causeway::app::domain {

namespace {

SideFigures figuresOf(const SideStats& side) {
    return {side.requests,
            side.attempts,
            side.failures,
            side.connectionsOpened,
            side.requestsReused,
            latencyMs(side, 0.5),
            latencyMs(side, 0.95),
            latencyMs(side, 0.99)};
}

} // namespace

std::optional<double> SideFigures::latencyMs(double quantile) const {
    CAUSEWAY_ASSERT(quantile == 0.5 || quantile == 0.95 || quantile == 0.99);
    return quantile == 0.5 ? p50Ms : quantile == 0.95 ? p95Ms : p99Ms;
}

std::optional<double> EdgeFigures::requestsPerSecond() const {
    if (covered <= Milliseconds(0) || !best())
        return std::nullopt;
    return double(best()->requests) * 1000.0 / double(covered.count());
}

std::optional<double> EdgeFigures::success() const {
    const SideFigures* side = best();
    if (side == nullptr || side->requests == 0)
        return std::nullopt;
    return 1.0 - double(side->failures) / double(side->requests);
}

std::optional<double> EdgeFigures::latencyMs(double quantile) const {
    return best() ? best()->latencyMs(quantile) : std::nullopt;
}

std::optional<double> EdgeFigures::calleeLatencyMs(double quantile) const {
    return callee ? callee->latencyMs(quantile) : std::nullopt;
}

EdgeFigures figuresOf(const EdgeStats& stats) {
    EdgeFigures figures;
    figures.covered = stats.covered;
    if (stats.caller)
        figures.caller = figuresOf(*stats.caller);
    if (stats.callee)
        figures.callee = figuresOf(*stats.callee);
    return figures;
}

std::optional<double> coldShare(const SideFigures& side) {
    if (side.attempts == 0 || side.connectionsOpened + side.requestsReused == 0)
        return std::nullopt;
    const auto reused = std::min(side.requestsReused, side.attempts);
    return 1.0 - double(reused) / double(side.attempts);
}

} // namespace causeway::app::domain
