// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <cstring>

namespace causeway {

std::string_view name(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::InvalidInput: return "invalid input";
    case ErrorKind::NotFound: return "not found";
    case ErrorKind::AlreadyExists: return "already exists";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::PermissionDenied: return "permission denied";
    case ErrorKind::Unauthenticated: return "unauthenticated";
    case ErrorKind::Unavailable: return "unavailable";
    case ErrorKind::Timeout: return "timed out";
    case ErrorKind::Exhausted: return "exhausted";
    case ErrorKind::Protocol: return "protocol error";
    case ErrorKind::Io: return "i/o error";
    case ErrorKind::Internal: return "internal error";
    }
    return "unknown error";
}

std::string Error::describe() const {
    std::string text;
    for (auto it = m_context.rbegin(); it != m_context.rend(); ++it)
        text.append(*it).append(": ");
    return text.append(m_message);
}

tl::unexpected<Error> failErrno(std::string doing, int errnoValue, std::source_location where) {
    ErrorKind kind = ErrorKind::Io;
    switch (errnoValue) {
    case ENOENT: kind = ErrorKind::NotFound; break;
    case EEXIST:
    case EADDRINUSE: kind = ErrorKind::AlreadyExists; break;
    case EACCES:
    case EPERM: kind = ErrorKind::PermissionDenied; break;
    case ECONNREFUSED:
    case ECONNRESET:
    case EHOSTUNREACH:
    case ENETUNREACH: kind = ErrorKind::Unavailable; break;
    case ETIMEDOUT: kind = ErrorKind::Timeout; break;
    case ENOSPC:
    case EMFILE:
    case ENFILE:
    case ENOMEM: kind = ErrorKind::Exhausted; break;
    default: break;
    }
    return tl::unexpected<Error>(Error(kind, doing + ": " + std::strerror(errnoValue), where));
}

} // namespace causeway
