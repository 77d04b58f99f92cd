// SPDX-License-Identifier: Apache-2.0
// The identity of a trace as headers carry it: W3C traceparent, B3 in one header or in several.
// What is read wins in that order; it is written in the form in which it came. A value; pure.
#pragma once

#include "http/message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace causeway::proxy {

struct TraceContext {
    enum class Form : std::uint8_t { W3c, B3Single, B3Multi };
    using TraceId = std::array<std::uint8_t, 16>;
    using SpanId = std::array<std::uint8_t, 8>;

    Form form = Form::W3c;
    TraceId trace{};
    SpanId span{};
    bool sampled = false;
    bool undecided = false; // B3 without a flag: whoever reads it decides

    // Nothing when there is no context, or none that its specification allows.
    [[nodiscard]] static std::optional<TraceContext> read(const http::Headers& headers);
    // Replaces what stands there in its form; leaves tracestate and baggage as they are.
    void write(http::Headers& headers) const;
    [[nodiscard]] std::string traceText() const; // 32 hexadecimal digits
};

} // namespace causeway::proxy
