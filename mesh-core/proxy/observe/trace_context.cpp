// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/trace_context.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

int digit(char c, bool upper) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return upper && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The last bytes of `id`; B3 allows traces of 16 digits. W3C wants lower case.
template <std::size_t N>
bool parseId(std::string_view text, std::array<std::uint8_t, N>& id, bool upper) {
    if (text.empty() || text.size() > 2 * N || text.size() % 2 != 0)
        return false;
    id.fill(0);
    const std::size_t first = N - text.size() / 2;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i], upper);
        const int low = digit(text[i + 1], upper);
        if (high < 0 || low < 0)
            return false;
        id[first + i / 2] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return std::ranges::any_of(id, [](std::uint8_t byte) { return byte != 0; });
}

template <std::size_t N> std::string hex(const std::array<std::uint8_t, N>& id) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : id) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

// "00-<32>-<16>-<2>"; a later version may say more after that.
std::optional<TraceContext> readW3c(std::string_view text) {
    constexpr std::size_t kLength = 55;
    if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-')
        return std::nullopt;
    std::array<std::uint8_t, 1> version{}, flags{};
    const bool zero = text.starts_with("00");
    if (!zero && (!parseId(text.substr(0, 2), version, false) || version[0] == 0xff))
        return std::nullopt;
    if (zero ? text.size() != kLength : text.size() > kLength && text[kLength] != '-')
        return std::nullopt;
    TraceContext context;
    if (!parseId(text.substr(3, 32), context.trace, false)
        || !parseId(text.substr(36, 16), context.span, false))
        return std::nullopt;
    if (!parseId(text.substr(53, 2), flags, false) && text.substr(53, 2) != "00")
        return std::nullopt;
    context.sampled = (flags[0] & 1) != 0;
    return context;
}

void decide(TraceContext& context, std::string_view flag) {
    context.undecided = flag.empty();
    context.sampled = flag == "1" || flag == "d" || flag == "true";
}

// "<trace>-<span>-<flag>-<parent>", the last two may be absent.
std::optional<TraceContext> readB3Single(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == text.npos)
        return std::nullopt;
    TraceContext context;
    context.form = TraceContext::Form::B3Single;
    const std::string_view rest = text.substr(dash + 1);
    const std::size_t end = std::min(rest.find('-'), rest.size());
    if (!parseId(text.substr(0, dash), context.trace, true) || end != 16
        || !parseId(rest.substr(0, end), context.span, true))
        return std::nullopt;
    const std::string_view flags = rest.substr(std::min(end + 1, rest.size()));
    decide(context, flags.substr(0, flags.find('-')));
    return context;
}

std::optional<TraceContext> readB3Multi(const http::Headers& headers) {
    TraceContext context;
    context.form = TraceContext::Form::B3Multi;
    const auto span = headers.find("x-b3-spanid").value_or("");
    if (!parseId(headers.find("x-b3-traceid").value_or(""), context.trace, true)
        || span.size() != 16 || !parseId(span, context.span, true))
        return std::nullopt;
    const bool debug = headers.find("x-b3-flags").value_or("") == "1";
    decide(context, debug ? "d" : headers.find("x-b3-sampled").value_or(""));
    return context;
}

} // namespace

std::optional<TraceContext> TraceContext::read(const http::Headers& headers) {
    if (const auto w3c = headers.find("traceparent"))
        if (auto context = readW3c(*w3c))
            return context;
    if (const auto single = headers.find("b3"))
        if (auto context = readB3Single(*single))
            return context;
    return readB3Multi(headers);
}

void TraceContext::write(http::Headers& headers) const {
    const std::string_view flag = sampled ? "1" : "0";
    switch (form) {
    case Form::W3c:
        headers.set("traceparent", "00-" + hex(trace) + "-" + hex(span) + "-0" + std::string(flag));
        return;
    case Form::B3Single:
        headers.set("b3", hex(trace) + "-" + hex(span) + "-" + std::string(flag));
        return;
    case Form::B3Multi:
        headers.set("x-b3-traceid", hex(trace));
        headers.set("x-b3-spanid", hex(span));
        headers.remove("x-b3-parentspanid");
        if (headers.find("x-b3-flags").value_or("") != "1")
            headers.set("x-b3-sampled", flag);
        return;
    }
}

std::string TraceContext::traceText() const {
    return hex(trace);
}

} // namespace causeway::proxy
