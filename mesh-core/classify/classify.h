// SPDX-License-Identifier: Apache-2.0
// Whether a response was a success, and under which class it is counted (Linkerd's rules). Pure.
//  - gRPC when the request's content type starts with "application/grpc"; the status decides, from
//    the response's head if it is there, else from the trailers. A stream that ends without one is a
//    success, counted as UNKNOWN.
//  - HTTP otherwise: 500…599 fail, everything else, also 429, succeeds.
//  - No response at all is a failure.
#pragma once

#include "telemetry/edge.h"

#include <optional>
#include <string_view>

namespace causeway::classify {

struct Outcome {
    telemetry::StatusClass status = telemetry::StatusClass::TransportError;
    bool failure = true;
    std::optional<int> grpcStatus;

    bool operator==(const Outcome&) const = default;
};

[[nodiscard]] bool isGrpc(std::string_view contentType);

[[nodiscard]] Outcome httpOutcome(int status);
// `grpcStatus` as text from the head or the trailers; none when the stream ended without. Text that
// is no number counts as UNKNOWN and fails.
[[nodiscard]] Outcome grpcOutcome(std::optional<std::string_view> grpcStatus);
[[nodiscard]] Outcome transportError();

// What is known when the response's head is there: decides for HTTP, for gRPC only when the status
// is in the head already ("trailers only").
[[nodiscard]] std::optional<Outcome> outcomeAtHead(int httpStatus, bool grpcRequest,
                                                   std::optional<std::string_view> grpcStatus);

} // namespace causeway::classify
