// SPDX-License-Identifier: Apache-2.0
// Time limits and retries that a request asks for itself: l5d-timeout (or l5d-request-timeout),
// l5d-response-timeout, l5d-retry-http, -grpc, -limit, -timeout. Only where the service allows it;
// and gRPC's own grpc-timeout, always. Pure.
#pragma once

#include "base/result.h"
#include "http/message.h"
#include "route/traffic_rules.h"

namespace causeway::proxy {

struct Wishes {
    route::Timeouts timeouts;
    std::optional<route::RetryPolicy> retry;
};

// Takes the headers out and puts what they say over `wishes`; a value that is none is an error that
// names the header.
[[nodiscard]] Status takeOverrides(http::Headers& headers, Wishes& wishes);
// The sooner of the two; a grpc-timeout that does not parse is the callee's to judge.
void honorGrpcTimeout(const http::Headers& headers, route::Timeouts& timeouts);

} // namespace causeway::proxy
