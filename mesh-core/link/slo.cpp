// SPDX-License-Identifier: Apache-2.0
#include "link/slo.h"

namespace causeway::link {
namespace {

constexpr double kLeastCovered = 0.9;

std::optional<double> rateOver(std::span<const SloSample> series, std::chrono::seconds window,
                               double objective, WallTime now) {
    std::chrono::seconds covered{0};
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    for (const auto& sample : series) {
        if (sample.end <= now - window || sample.end > now)
            continue;
        covered += sample.covered;
        requests += sample.requests;
        failures += sample.failures;
    }
    if (requests == 0 || double(covered.count()) < kLeastCovered * double(window.count()))
        return std::nullopt;
    return double(failures) / double(requests) / (1 - objective);
}

} // namespace

std::optional<bool> Burn::burns() const {
    if (!longer || !shorter)
        return std::nullopt;
    return *longer >= window.limit && *shorter >= window.limit;
}

std::vector<Burn> burnsOf(std::span<const SloSample> series, double objective, WallTime now) {
    std::vector<Burn> burns;
    for (const auto& window : kBurnWindows)
        burns.push_back({window, rateOver(series, window.longer, objective, now),
                         rateOver(series, window.shorter, objective, now)});
    return burns;
}

} // namespace causeway::link
