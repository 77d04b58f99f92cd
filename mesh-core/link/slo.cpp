// SPDX-License-Identifier: Apache-2.0
#include "link/slo.h"

namespace causeway::link {
namespace {

constexpr double kLeastCovered = 0.9;

struct Question {
    double objective;
    WallTime now;
    Budget budget;
};

std::optional<double> rateOver(std::span<const SloSample> series, std::chrono::seconds window,
                               const Question& of) {
    const auto& [objective, now, budget] = of;
    const bool ofTime = budget == Budget::Slowness;
    std::chrono::seconds covered{0};
    std::uint64_t all = 0;
    std::uint64_t bad = 0;
    for (const auto& sample : series) {
        if (sample.end <= now - window || sample.end > now)
            continue;
        covered += sample.covered;
        all += ofTime ? sample.answered : sample.requests;
        bad += ofTime ? sample.slow : sample.failures;
    }
    if (all == 0 || double(covered.count()) < kLeastCovered * double(window.count()))
        return std::nullopt;
    return double(bad) / double(all) / (1 - objective);
}

} // namespace

std::optional<bool> Burn::burns() const {
    if (!longer || !shorter)
        return std::nullopt;
    return *longer >= window.limit && *shorter >= window.limit;
}

std::vector<Burn> burnsOf(std::span<const SloSample> series, double objective, WallTime now,
                          Budget budget) {
    const Question of{objective, now, budget};
    std::vector<Burn> burns;
    for (const auto& window : kBurnWindows)
        burns.push_back({window, rateOver(series, window.longer, of),
                         rateOver(series, window.shorter, of)});
    return burns;
}

} // namespace causeway::link
