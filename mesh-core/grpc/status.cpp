// SPDX-License-Identifier: Apache-2.0
#include "grpc/status.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <charconv>

namespace causeway::grpc {

namespace {

constexpr std::array<std::string_view, 17> kNames{
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
};

bool isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '%';
}

} // namespace

std::string_view name(Code code) {
    return kNames.at(static_cast<std::size_t>(code));
}

std::string Status::describe() const {
    return message.empty() ? std::string(name(code)) : fmt::format("{}: {}", name(code), message);
}

std::optional<Status> parseStatus(const http::Headers& headers) {
    const auto text = headers.find("grpc-status");
    if (!text)
        return std::nullopt;
    const auto message = percentDecode(headers.find("grpc-message").value_or(""));
    const auto number = http::parseDecimal(*text);
    if (!number || *number >= kNames.size())
        return Status{Code::Unknown, fmt::format("grpc-status \"{}\" is none: {}", *text, message)};
    return Status{static_cast<Code>(*number), message};
}

void serialize(const Status& status, http::Headers& trailers) {
    trailers.add("grpc-status", std::to_string(static_cast<int>(status.code)));
    if (!status.message.empty())
        trailers.add("grpc-message", percentEncode(status.message));
}

Status statusOfHttp(int httpStatus) {
    const auto status = [&](Code code) {
        return Status{code, fmt::format("HTTP status {} without grpc-status", httpStatus)};
    };
    switch (httpStatus) {
    case 400:
        return status(Code::Internal);
    case 401:
        return status(Code::Unauthenticated);
    case 403:
        return status(Code::PermissionDenied);
    case 404:
        return status(Code::Unimplemented);
    case 429:
    case 502:
    case 503:
    case 504:
        return status(Code::Unavailable);
    default:
        return status(Code::Unknown);
    }
}

Status statusOfReset(http::ResetReason reason) {
    const auto status = [&](Code code) {
        return Status{code, fmt::format("the stream was reset: {}", http::name(reason))};
    };
    switch (reason) {
    case http::ResetReason::Cancelled:
        return status(Code::Cancelled);
    case http::ResetReason::Refused:
    case http::ResetReason::ConnectionLost:
        return status(Code::Unavailable);
    case http::ResetReason::EnhanceYourCalm:
        return status(Code::ResourceExhausted);
    case http::ResetReason::FlowControl:
    case http::ResetReason::ProtocolError:
    case http::ResetReason::InternalError:
        return status(Code::Internal);
    }
    return status(Code::Unknown);
}

std::string percentEncode(std::string_view text) {
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (isPlain(c))
            encoded.push_back(c);
        else
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string percentDecode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* first = text.data() + i + 1;
            if (std::from_chars(first, first + 2, value, 16).ptr == first + 2) {
                decoded.push_back(static_cast<char>(value));
                i += 2;
                continue;
            }
        }
        decoded.push_back(text[i]);
    }
    return decoded;
}

} // namespace causeway::grpc
