// SPDX-License-Identifier: Apache-2.0
// What annotations of a Service, HTTPRoute or GRPCRoute say about its requests: retries, time
// limits, breakers, load, faults. Linkerd's names, and causeway.dev's where Linkerd has none. One
// reader for those who admit objects and for those who make rules of them. Pure.
//
//   retry.linkerd.io/            http  grpc  limit  timeout
//   timeout.linkerd.io/          request  response  idle
//   balancer.linkerd.io/         failure-accrual, failure-accrual-consecutive-{max-failures,
//                                min-penalty, max-penalty, jitter-ratio}
//   balancer.alpha.linkerd.io/   failure-accrual-success-rate-{threshold, window, min-requests},
//                                failure-accrual-honor-retry-after, penalize-failures,
//                                load-biaser-penalty, load-biaser-max-retry-after
//   balancer.causeway.dev/       min-ready-endpoints
//   fault.causeway.dev/          status  ratio
//   config.causeway.dev/         allow-l5d-request-headers
#pragma once

#include "base/clock.h"
#include "base/status_range.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::resource {

struct RetryAnnotations {
    std::vector<causeway::StatusRange> http;
    std::uint32_t grpc = 0; // 1 << code
    std::optional<std::uint32_t> limit;
    std::optional<Duration> timeout; // of one attempt, until the response's head
};

struct TimeoutAnnotations {
    std::optional<Duration> request;
    std::optional<Duration> response;
    std::optional<Duration> idle;
};

struct AccrualAnnotations {
    bool unified = false; // the success rate as well
    std::optional<std::uint32_t> maxFailures;
    std::optional<Duration> minPenalty, maxPenalty;
    std::optional<double> jitter;
    std::optional<double> successRate;
    std::optional<Duration> window;
    std::optional<std::uint32_t> minRequests;
    bool honorRetryAfter = false;
    std::uint32_t minReady = 0;
};

struct BiasAnnotations {
    std::optional<Duration> penalty;
    std::optional<Duration> maxRetryAfter;
};

struct FaultAnnotations {
    std::uint16_t status = 503;
    std::uint32_t numerator = 1, denominator = 1;
};

// Each nothing when the object does not speak of it.
struct TrafficAnnotations {
    std::optional<RetryAnnotations> retry;
    std::optional<TimeoutAnnotations> timeouts;
    std::optional<AccrualAnnotations> accrual;
    std::optional<BiasAnnotations> bias;
    std::optional<FaultAnnotations> fault;
    bool headerOverrides = false;
};

struct AnnotationProblem {
    std::string name; // of the annotation
    std::string expected;
};

using Annotations = std::map<std::string, std::string>;

// A value that is none, and a name under these prefixes that is unknown, are problems; what they
// would have said is left out.
[[nodiscard]] TrafficAnnotations readTraffic(const Annotations& annotations,
                                             std::vector<AnnotationProblem>& problems);

// A whole number with ms, s, m, h or d; 0 may go without.
[[nodiscard]] std::optional<Duration> parseWholeDuration(std::string_view text);

} // namespace causeway::resource
