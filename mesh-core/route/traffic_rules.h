// SPDX-License-Identifier: Apache-2.0
// What a route says about its requests besides where they go: time limits, retries, filters; and
// what a service says about choosing among its endpoints. Mirrors outbound.proto. Values; pure.
#pragma once

#include "base/clock.h"
#include "base/status_range.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::route {

struct Timeouts {
    std::optional<Duration> request;  // the whole stream, with every retry
    std::optional<Duration> response; // end of request to end of response
    std::optional<Duration> idle;     // nothing moves, either way

    bool operator==(const Timeouts&) const = default;
};

// Which answers are not the application's last word. What is never tried again: see retry_policy.h.
struct RetryPolicy {
    std::vector<StatusRange> http;
    std::uint32_t grpc = 0;  // a bit for each code: 1 << 14 for UNAVAILABLE
    std::uint32_t limit = 1; // attempts after the first
    std::optional<Duration> perTry; // until the response's head

    bool operator==(const RetryPolicy&) const = default;
};

// How many retries a proxy may add to what a service is asked: the larger of a share of the
// requests within `ttl`, and a floor for those that are asked little.
struct RetryBudget {
    double ratio = 0.2;
    std::uint32_t minPerSecond = 10;
    Duration ttl = std::chrono::seconds(10);

    bool operator==(const RetryBudget&) const = default;
};

// Responses of these statuses are failures, or are not, whatever their class says.
struct ResponseClass {
    StatusRange statuses;
    bool isFailure = false;

    bool operator==(const ResponseClass&) const = default;
};

struct HeaderValue {
    std::string name; // lower case
    std::string value;

    bool operator==(const HeaderValue&) const = default;
};
struct HeaderChange {
    std::vector<HeaderValue> set;
    std::vector<HeaderValue> add;
    std::vector<std::string> remove;

    [[nodiscard]] bool empty() const { return set.empty() && add.empty() && remove.empty(); }
    bool operator==(const HeaderChange&) const = default;
};

struct Redirect {
    enum class Path : std::uint8_t { Keep, Full, Prefix };
    std::string scheme; // empty: as the request came
    std::string host;   // empty: the request's
    std::uint16_t port = 0;
    Path path = Path::Keep;
    std::string replacement; // of the whole path, or of the prefix that the route matched
    int status = 302;

    bool operator==(const Redirect&) const = default;
};

// That share of the requests is answered so, without asking anybody.
struct Fault {
    int status = 503;
    std::string message;
    std::uint32_t numerator = 1;
    std::uint32_t denominator = 1;

    bool operator==(const Fault&) const = default;
};

struct Filters {
    HeaderChange request;
    HeaderChange response;
    std::optional<Redirect> redirect;
    std::optional<Fault> fault;

    [[nodiscard]] bool empty() const {
        return request.empty() && response.empty() && !redirect && !fault;
    }
    bool operator==(const Filters&) const = default;
};

// When an endpoint is taken out of use, and how load is told. Of the service that is called.
struct Balancing {
    std::uint32_t maxFailures = 0; // in a row; 0: not looked at
    double successRate = 0;        // 0: not looked at
    Duration window = std::chrono::seconds(10);
    std::uint32_t minRequests = 5;
    Duration minPenalty = std::chrono::seconds(1);
    Duration maxPenalty = std::chrono::minutes(1);
    double jitter = 0.5;
    bool honorRetryAfter = false;
    std::uint32_t minReady = 0; // endpoints that stay in, however they fail
    Duration penalty{};         // 0: refusals do not count as load
    Duration maxRetryAfter = std::chrono::seconds(300);

    bool operator==(const Balancing&) const = default;
};

} // namespace causeway::route
