// SPDX-License-Identifier: Apache-2.0
#include "control/peer.h"

#include <grpc/grpc_security_constants.h>

namespace causeway::control {

namespace {

::grpc::StatusCode codeOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::InvalidInput:
    case ErrorKind::Protocol:
        return ::grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorKind::NotFound:
        return ::grpc::StatusCode::NOT_FOUND;
    case ErrorKind::AlreadyExists:
        return ::grpc::StatusCode::ALREADY_EXISTS;
    case ErrorKind::Conflict:
        return ::grpc::StatusCode::FAILED_PRECONDITION;
    case ErrorKind::PermissionDenied:
        return ::grpc::StatusCode::PERMISSION_DENIED;
    case ErrorKind::Unauthenticated:
        return ::grpc::StatusCode::UNAUTHENTICATED;
    case ErrorKind::Unavailable:
        return ::grpc::StatusCode::UNAVAILABLE;
    case ErrorKind::Timeout:
        return ::grpc::StatusCode::DEADLINE_EXCEEDED;
    case ErrorKind::Exhausted:
        return ::grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorKind::Io:
    case ErrorKind::Internal:
        return ::grpc::StatusCode::INTERNAL;
    }
    return ::grpc::StatusCode::UNKNOWN;
}

} // namespace

std::optional<tls::SpiffeId> peerIdentity(const ::grpc::ServerContextBase& context) {
    const auto authentication = context.auth_context();
    if (!authentication || !authentication->IsPeerAuthenticated())
        return std::nullopt;
    const auto names = authentication->FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
    if (names.size() != 1)
        return std::nullopt;
    auto identity = tls::SpiffeId::parse({names.front().data(), names.front().size()});
    if (!identity)
        return std::nullopt;
    return std::move(*identity);
}

std::string peerAddress(const ::grpc::ServerContextBase& context) {
    const std::string peer = context.peer(); // "ipv4:10.1.0.11:49152", "ipv6:%5B::1%5D:49152"
    const auto colon = peer.find(':');
    return peer.starts_with("ip") ? peer.substr(colon + 1) : peer.substr(0, colon);
}

::grpc::Status statusOf(const Error& error) {
    return {codeOf(error.kind()), error.describe()};
}

} // namespace causeway::control
