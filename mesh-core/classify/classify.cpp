// SPDX-License-Identifier: Apache-2.0
#include "classify/classify.h"

#include <charconv>

namespace causeway::classify {
namespace {

using telemetry::StatusClass;

enum GrpcStatus : int {
    Ok = 0,
    Unknown = 2,
    DeadlineExceeded = 4,
    PermissionDenied = 7,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
};

bool isFailure(int grpcStatus) {
    switch (grpcStatus) {
    case Unknown:
    case DeadlineExceeded:
    case PermissionDenied:
    case Internal:
    case Unavailable:
    case DataLoss: return true;
    default: return false;
    }
}

std::optional<int> parseStatus(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

} // namespace

bool isGrpc(std::string_view contentType) { return contentType.starts_with("application/grpc"); }

Outcome httpOutcome(int status) {
    switch (status / 100) {
    case 1: return {StatusClass::Http1xx, false, {}};
    case 2: return {StatusClass::Http2xx, false, {}};
    case 3: return {StatusClass::Http3xx, false, {}};
    case 5: return {StatusClass::Http5xx, true, {}};
    default: return {StatusClass::Http4xx, false, {}};
    }
}

Outcome grpcOutcome(std::optional<std::string_view> grpcStatus) {
    if (!grpcStatus)
        return {StatusClass::GrpcOther, false, Unknown};
    const auto status = parseStatus(*grpcStatus).value_or(Unknown);
    if (status == Ok)
        return {StatusClass::GrpcOk, false, status};
    const bool failure = isFailure(status);
    return {failure ? StatusClass::GrpcError : StatusClass::GrpcOther, failure, status};
}

Outcome transportError() { return {StatusClass::TransportError, true, {}}; }

std::optional<Outcome> outcomeAtHead(int httpStatus, bool grpcRequest,
                                     std::optional<std::string_view> grpcStatus) {
    if (!grpcRequest)
        return httpOutcome(httpStatus);
    if (grpcStatus)
        return grpcOutcome(grpcStatus);
    return std::nullopt;
}

} // namespace causeway::classify
