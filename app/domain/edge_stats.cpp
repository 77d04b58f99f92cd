// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/edge_stats.h"

namespace causeway::app::domain {

namespace {

void mergeSide(std::optional<SideStats>& into, const std::optional<SideStats>& from) {
    if (!from)
        return;
    if (into)
        into->merge(*from);
    else
        into = from;
}

} // namespace

std::optional<double> success(const SideStats& stats) {
    if (stats.requests == 0)
        return std::nullopt;
    return 1.0 - double(stats.failures) / double(stats.requests);
}

std::optional<double> latencyMs(const Histogram& histogram, double quantile) {
    const auto us = histogram.quantileUs(quantile);
    return us ? std::optional(*us / 1000.0) : std::nullopt;
}

std::optional<double> latencyMs(const SideStats& stats, double quantile) {
    return stats.attempts > 0 ? latencyMs(stats.latency, quantile) : std::nullopt;
}

std::optional<double> coldShare(const SideStats& stats) {
    if (stats.attempts == 0 || stats.connectionsOpened + stats.requestsReused == 0)
        return std::nullopt;
    const auto reused = std::min(stats.requestsReused, stats.attempts);
    return 1.0 - double(reused) / double(stats.attempts);
}

std::optional<double> EdgeStats::requestsPerSecond() const {
    if (covered <= Milliseconds(0) || !best())
        return std::nullopt;
    return double(best()->requests) * 1000.0 / double(covered.count());
}

std::optional<double> EdgeStats::success() const {
    return best() ? domain::success(*best()) : std::nullopt;
}

std::optional<double> EdgeStats::latencyMs(double quantile) const {
    return best() ? domain::latencyMs(*best(), quantile) : std::nullopt;
}

std::optional<double> EdgeStats::calleeLatencyMs(double quantile) const {
    return callee ? domain::latencyMs(*callee, quantile) : std::nullopt;
}

std::optional<double> EdgeStats::legMs(Leg leg, double quantile) const {
    return caller ? domain::latencyMs(caller->leg(leg), quantile) : std::nullopt;
}

void EdgeStats::mergeEdge(const EdgeStats& other) {
    covered = std::max(covered, other.covered);
    mergeSide(caller, other.caller);
    mergeSide(callee, other.callee);
}

void EdgeStats::mergeWindow(const EdgeStats& other) {
    covered += other.covered;
    mergeSide(caller, other.caller);
    mergeSide(callee, other.callee);
}

} // namespace causeway::app::domain
