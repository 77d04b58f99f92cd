// SPDX-License-Identifier: Apache-2.0
#include "link/probe_figures.h"

#include <algorithm>
#include <cmath>

namespace causeway::link {
namespace {

using telemetry::ProbeSample;

constexpr double kLossyFrom = 0.01;

std::optional<double> ms(const std::optional<double>& us) {
    return us ? std::optional(*us / 1000) : std::nullopt;
}

void describeTimes(ProbeFigures& figures, const ProbeSample& sample) {
    if (sample.lastUs)
        figures.lastMs = double(*sample.lastUs) / 1000;
    figures.p50Ms = ms(sample.time.quantileUs(0.5));
    figures.p95Ms = ms(sample.time.quantileUs(0.95));
    if (const auto low = ms(sample.time.quantileUs(0.05)))
        figures.spreadMs = *figures.p95Ms - *low;
    if (sample.jitterUs)
        figures.jitterMs = double(*sample.jitterUs) / 1000;
    if (sample.pathOut)
        figures.hopsOut = sample.pathOut->hops;
    if (sample.pathBack)
        figures.hopsBack = sample.pathBack->hops;
    if (const auto& way = sample.oneWay; way && way->samples > 0) {
        const double samples = double(way->samples);
        figures.forwardMs = double(way->forwardSumUs) / samples / 1000;
        figures.backMs = double(way->backSumUs) / samples / 1000;
        figures.plusMinusMs = double(way->plusMinusUs) / 1000;
    }
}

} // namespace

std::string_view name(ProbeFigures::State state) {
    switch (state) {
    case ProbeFigures::State::NotMeasured:
        return "not_measured";
    case ProbeFigures::State::Ok:
        return "ok";
    case ProbeFigures::State::Degraded:
        return "degraded";
    case ProbeFigures::State::Failing:
        return "failing";
    }
    return "unknown";
}

std::optional<Share> shareOf(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0)
        return std::nullopt;
    constexpr double z = 1.959964; // of 95 %
    const double n = double(whole);
    const double p = double(std::min(part, whole)) / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return Share{p, std::max(0.0, std::min(p, middle - half)),
                 std::min(1.0, std::max(p, middle + half))};
}

ProbeFigures figuresOf(const ProbeSample& sample) {
    ProbeFigures figures;
    if (!sample.failures.empty())
        figures.reason = std::ranges::max_element(sample.failures, {}, [](const auto& each) {
                             return each.second;
                         })->first;
    figures.probes = sample.tried();
    if (figures.probes == 0)
        return figures;
    figures.loss = shareOf(sample.unanswered(), figures.probes);
    figures.state = figures.loss->value > 0.5        ? ProbeFigures::State::Failing
                    : figures.loss->low > kLossyFrom ? ProbeFigures::State::Degraded
                                                     : ProbeFigures::State::Ok;
    describeTimes(figures, sample);
    return figures;
}

} // namespace causeway::link
