// SPDX-License-Identifier: Apache-2.0
// What is shown of a rung over a window: quantiles, loss with its interval, jitter, one-way times.
// Pure. Whatever is not known is absent, never 0.
#pragma once

#include "telemetry/probe.h"

namespace causeway::link {

struct Share {
    double value = 0;
    double low = 0; // 95 % of intervals made like this hold the true share
    double high = 1;
};
// Wilson's score interval; nothing of no trials.
[[nodiscard]] std::optional<Share> shareOf(std::uint64_t part, std::uint64_t whole);

struct ProbeFigures {
    // NotMeasured: nothing was decided in the window, or nothing can be: see `reason`. Degraded:
    // more than 1 % is lost for sure. Failing: more than half is.
    enum class State : std::uint8_t { NotMeasured, Ok, Degraded, Failing };
    State state = State::NotMeasured;
    std::string reason; // the most frequent one of failures; empty without any
    std::uint64_t probes = 0;
    std::optional<double> lastMs;
    std::optional<double> p50Ms;
    std::optional<double> p95Ms;
    // Of all that were tried: not answered at all, or failed. Late answers are no loss.
    std::optional<Share> loss;
    std::optional<double> jitterMs; // RFC 3550
    std::optional<double> spreadMs; // p95 − p5
    std::optional<double> forwardMs;
    std::optional<double> backMs;
    std::optional<double> plusMinusMs; // of both
    std::optional<std::uint32_t> hopsOut; // routers on the way
    std::optional<std::uint32_t> hopsBack;
};
[[nodiscard]] std::string_view name(ProbeFigures::State state); // "not_measured"
[[nodiscard]] ProbeFigures figuresOf(const telemetry::ProbeSample& sample);

} // namespace causeway::link
