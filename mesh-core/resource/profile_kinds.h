// SPDX-License-Identifier: Apache-2.0
// The spec of linkerd.io's ServiceProfile: the routes of a service, what counts as a failure on
// each, what may be retried and how long it may take. Values; the fields are those of the kind's
// definition.
#pragma once

#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::resource {

// A duration in Go's grammar ("1.5s", "1h2m", "250us"), kept as somebody wrote it: 60s stays 60s.
struct GoDuration {
    Duration value{};
    std::string text;

    bool operator==(const GoDuration& other) const { return value == other.value; }
};
// Nothing when the text is no such duration or does not fit; the sign is kept.
[[nodiscard]] std::optional<GoDuration> parseGoDuration(std::string_view text);

// Every field that is set must hold; at least one is.
struct RequestMatch {
    std::string pathRegex; // of the whole path, without the query
    std::string method;
    std::vector<RequestMatch> all; // empty: not set
    std::vector<RequestMatch> any;
    std::vector<RequestMatch> not_; // at most one

    bool operator==(const RequestMatch&) const = default;
};

// Both bounds inclusive; a bound that is not written (0) is the other one.
struct StatusRange {
    std::uint16_t min = 0;
    std::uint16_t max = 0;

    [[nodiscard]] std::uint16_t first() const { return min == 0 ? max : min; }
    [[nodiscard]] std::uint16_t last() const { return max == 0 ? min : max; }
    bool operator==(const StatusRange&) const = default;
};

struct ResponseMatch {
    std::optional<StatusRange> status;
    std::vector<ResponseMatch> all;
    std::vector<ResponseMatch> any;
    std::vector<ResponseMatch> not_; // at most one

    bool operator==(const ResponseMatch&) const = default;
};

// Of a route's classes the first that matches decides.
struct ResponseClass {
    ResponseMatch condition;
    bool isFailure = false;

    bool operator==(const ResponseClass&) const = default;
};

struct ProfileRoute {
    std::string name;
    RequestMatch condition;
    std::vector<ResponseClass> responseClasses; // empty: 5xx are failures
    bool isRetryable = false;
    std::optional<GoDuration> timeout; // over all attempts

    bool operator==(const ProfileRoute&) const = default;
};

struct RetryBudget {
    double retryRatio = 0.2;
    std::uint32_t minRetriesPerSecond = 10;
    GoDuration ttl{std::chrono::seconds(10), "10s"};

    bool operator==(const RetryBudget&) const = default;
};

struct DestinationOverride {
    std::string authority; // "loans.bank.svc.cluster.local:8080"; the port may be absent
    std::string weight;    // a Kubernetes quantity: "500m", "1"

    bool operator==(const DestinationOverride&) const = default;
};

struct ServiceProfile {
    std::vector<ProfileRoute> routes; // the first that matches wins
    std::optional<RetryBudget> retryBudget;
    std::vector<DestinationOverride> dstOverrides;
    std::vector<std::uint16_t> opaquePorts; // ascending

    bool operator==(const ServiceProfile&) const = default;
};

} // namespace causeway::resource
