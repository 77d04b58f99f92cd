// SPDX-License-Identifier: Apache-2.0
// A request that has ended, as observers are shown it: by reference, for the length of a call, on
// the worker's thread. Pure.
#pragma once

#include "base/clock.h"
#include "http/message.h"
#include "proxy/observe/trace_context.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::proxy {

struct Outcome;
struct Request;

// What is kept of a request for its observers; requests that nobody observes have none.
struct Observed {
    std::optional<TraceContext> trace; // of this hop's span
    TraceContext::SpanId parent{};     // the hop's before; zero: this one began the trace
    TraceContext::SpanId sent{};       // of the span towards the next hop
    MonotonicTime sentAt{};
    http::Headers responseHeaders;
};

struct Ending {
    const Request& request;
    const Outcome& outcome;
    MonotonicTime now;
    WallTime wallNow;

    [[nodiscard]] WallTime received() const;
    [[nodiscard]] std::uint64_t totalUs() const;
    // As the application wrote it.
    [[nodiscard]] std::string_view authority() const;
    [[nodiscard]] std::string_view callerIdentity() const;
    // Hexadecimal; empty without a trace.
    [[nodiscard]] std::string traceId() const;
};

// Whether a header's value must not leave the proxy: credentials and cookies, and what `more`
// names.
[[nodiscard]] bool isSecret(std::string_view name, const std::vector<std::string>& more);
inline constexpr std::string_view kRedacted = "[redacted]";

} // namespace causeway::proxy
