// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an Error that a person can act on. Used for everything that untrusted
// input, a peer or the operating system can make fail; a broken invariant of our own asserts
// instead (base/assert.h), and a policy denial is a value, not an error.
// Never throws; thread-agnostic.
#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace causeway {

enum class ErrorKind {
    InvalidInput, // what somebody wrote is wrong: file, field, flag, message
    NotFound,
    AlreadyExists,
    Conflict,         // somebody else changed it first
    PermissionDenied, // the caller may not
    Unauthenticated,  // we do not know who the caller is
    Unavailable,      // the other side is away; trying again may help
    Timeout,
    Exhausted, // memory, descriptors, disk, quota
    Protocol,  // a peer broke the protocol
    Io,        // the operating system said no
    Internal,  // our own defect
};

[[nodiscard]] std::string_view name(ErrorKind kind);

class [[nodiscard]] Error {
public:
    Error(ErrorKind kind, std::string message,
          std::source_location where = std::source_location::current())
        : m_kind(kind), m_message(std::move(message)), m_where(where) {}

    [[nodiscard]] ErrorKind kind() const { return m_kind; }
    [[nodiscard]] const std::string& message() const { return m_message; }
    // The line of our own source that found the error: for logs, never for users.
    [[nodiscard]] const std::source_location& where() const { return m_where; }

    // Adds what was being done when it failed, outermost last: "reading fleet.yaml".
    Error&& context(std::string doing) && {
        m_context.push_back(std::move(doing));
        return std::move(*this);
    }
    // The whole sentence for a person: outermost context first, the cause last, joined by ": ".
    [[nodiscard]] std::string describe() const;

private:
    ErrorKind m_kind;
    std::string m_message;
    std::vector<std::string> m_context;
    std::source_location m_where;
};

template <typename T> using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error>
fail(ErrorKind kind, std::string message,
     std::source_location where = std::source_location::current()) {
    return tl::unexpected<Error>(Error(kind, std::move(message), where));
}

// An Error made of errno: "connect 10.0.0.1:4143: Connection refused".
[[nodiscard]] tl::unexpected<Error>
failErrno(std::string doing, int errnoValue,
          std::source_location where = std::source_location::current());

} // namespace causeway

#define CAUSEWAY_JOIN_(a, b) a##b
#define CAUSEWAY_JOIN(a, b) CAUSEWAY_JOIN_(a, b)

// CAUSEWAY_TRY(auto x, f()): x is the value of f(), or this function returns f()'s error.
#define CAUSEWAY_TRY(declaration, expression)                                                      \
    auto CAUSEWAY_JOIN(tried_, __LINE__) = (expression);                                           \
    if (!CAUSEWAY_JOIN(tried_, __LINE__))                                                          \
        return tl::unexpected(std::move(CAUSEWAY_JOIN(tried_, __LINE__)).error());                 \
    declaration = std::move(*CAUSEWAY_JOIN(tried_, __LINE__))

// CAUSEWAY_CHECK(f()): the same for a Status.
#define CAUSEWAY_CHECK(expression)                                                                 \
    do {                                                                                           \
        auto checked_ = (expression);                                                              \
        if (!checked_)                                                                             \
            return tl::unexpected(std::move(checked_).error());                                    \
    } while (false)
