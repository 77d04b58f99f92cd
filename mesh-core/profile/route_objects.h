// SPDX-License-Identifier: Apache-2.0
// Rules as route objects: retries (and with gRPC timeouts) are annotations of a whole object, and
// an object holds at most 16 rules, so that rules are spread over objects. Pure.
#pragma once

#include "profile/render.h"

#include <optional>

namespace causeway::profile {

struct RouteRule {
    std::string name; // in words; becomes a label
    std::vector<resource::HttpMatch> http;
    std::vector<resource::GrpcMatch> grpc;
    std::vector<resource::BackendRef> backends;
    std::optional<Duration> timeout; // over all attempts
    bool isRetried = false;
};

[[nodiscard]] std::vector<resource::Object> httpRoutes(std::vector<RouteRule> rules,
                                                       const ServiceName& service);
[[nodiscard]] std::vector<resource::Object> grpcRoutes(std::vector<RouteRule> rules,
                                                       const ServiceName& service);

// Routes know whole milliseconds: rounded up.
[[nodiscard]] Duration wholeMilliseconds(Duration duration);

} // namespace causeway::profile
