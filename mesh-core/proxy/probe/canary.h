// SPDX-License-Identifier: Apache-2.0
// The service that a gateway answers itself, at the end of the whole way that calls take: `canary`
// in namespace `causeway`, declared, exported and ruled as any other, which selects the gateways'
// own workload. It speaks gRPC's health check. Pure.
#pragma once

#include "http/message.h"

#include <string>
#include <string_view>

namespace causeway::proxy {

inline constexpr std::string_view kCanaryService = "canary.causeway.svc."; // and the cluster domain
inline constexpr std::string_view kCanaryPath = "/grpc.health.v1.Health/Check";

// Whether a full service name is some cluster's canary.
[[nodiscard]] inline bool isCanary(std::string_view service) {
    return service.starts_with(kCanaryService);
}

struct CanaryAnswer {
    http::ResponseHead head;
    std::string body; // a gRPC message
    http::Headers trailers;
};
// What is asked for is not read but for its path: UNIMPLEMENTED for any other. `isGrpc`: the request
// said so; others get 415.
[[nodiscard]] CanaryAnswer answerCanary(const http::RequestHead& head, bool isGrpc);
// An empty HealthCheckRequest: of the server as a whole.
[[nodiscard]] std::string canaryRequest();

} // namespace causeway::proxy
