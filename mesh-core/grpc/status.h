// SPDX-License-Identifier: Apache-2.0
// How a gRPC call ended: code and message, and their form in headers and trailers. Pure.
#pragma once

#include "http/codec.h"

#include <string>
#include <string_view>

namespace causeway::grpc {

enum class Code : std::uint8_t {
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
};
[[nodiscard]] std::string_view name(Code code); // "DEADLINE_EXCEEDED", as gRPC's documents write it

struct Status {
    Code code = Code::Ok;
    std::string message;

    [[nodiscard]] bool ok() const { return code == Code::Ok; }
    [[nodiscard]] std::string describe() const; // "UNAVAILABLE: connection lost"
};

// From trailers, or from the head of a response that has nothing else. Nothing: no grpc-status.
[[nodiscard]] std::optional<Status> parseStatus(const http::Headers& headers);
void serialize(const Status& status, http::Headers& trailers);

// What a response without grpc-status means (gRPC's "HTTP to gRPC status code mapping").
[[nodiscard]] Status statusOfHttp(int httpStatus);
[[nodiscard]] Status statusOfReset(http::ResetReason reason);

// grpc-message's own escapes: every byte outside printable ASCII, and '%'. Decoding is lenient, as
// the specification asks: what is no escape stays as it is.
[[nodiscard]] std::string percentEncode(std::string_view text);
[[nodiscard]] std::string percentDecode(std::string_view text);

} // namespace causeway::grpc
