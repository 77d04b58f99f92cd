// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/tracer.h"

#include "causeway/v1/otlp.pb.h"
#include "proxy/recorder.h"

namespace causeway::proxy {
namespace {

using v1::otlp::Span;

std::mt19937_64& random() {
    static thread_local std::mt19937_64 engine{std::random_device{}()};
    return engine;
}

template <std::size_t N> std::array<std::uint8_t, N> newId() {
    std::array<std::uint8_t, N> id{};
    for (std::uint8_t& byte : id)
        byte = static_cast<std::uint8_t>(random()() >> 32);
    id[0] |= 1; // none is all zero
    return id;
}

template <std::size_t N> std::string bytesOf(const std::array<std::uint8_t, N>& id) {
    return {id.begin(), id.end()};
}

bool isSet(const TraceContext::SpanId& id) {
    return id != TraceContext::SpanId{};
}

std::uint64_t unixNanos(WallTime time) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

void text(Span& span, const char* key, std::string_view value) {
    if (value.empty())
        return;
    auto* attribute = span.add_attributes();
    attribute->set_key(key);
    attribute->mutable_value()->set_string_value(std::string(value));
}

void number(Span& span, const char* key, std::int64_t value) {
    auto* attribute = span.add_attributes();
    attribute->set_key(key);
    attribute->mutable_value()->set_int_value(value);
}

Span commonOf(const Ending& ending) {
    const Request& request = ending.request;
    const Outcome& outcome = ending.outcome;
    Span span;
    span.set_trace_id(bytesOf(request.observed->trace->trace));
    span.set_end_time_unix_nano(unixNanos(ending.wallNow));
    span.set_name(std::string(request.head.method) + " " + request.routeName);
    text(span, "http.request.method", request.head.method);
    text(span, "url.path", request.head.path.substr(0, request.head.path.find('?')));
    text(span, "server.address", ending.authority());
    text(span, "causeway.service", request.service);
    text(span, "causeway.link", request.link);
    if (outcome.status != 0)
        number(span, "http.response.status_code", outcome.status);
    if (outcome.result.grpcStatus)
        number(span, "rpc.grpc.status_code", *outcome.result.grpcStatus);
    text(span, "error.type", outcome.error);
    if (outcome.result.failure)
        span.mutable_status()->set_code(Span::Status::ERROR);
    return span;
}

Span serverSpan(const Ending& ending) {
    const Request& request = ending.request;
    const Observed& observed = *request.observed;
    Span span = commonOf(ending);
    span.set_kind(Span::SERVER);
    span.set_span_id(bytesOf(observed.trace->span));
    if (isSet(observed.parent))
        span.set_parent_span_id(bytesOf(observed.parent));
    span.set_start_time_unix_nano(unixNanos(ending.received()));
    text(span, "client.address", request.peer->ip.serialize());
    text(span, "causeway.client.id", ending.callerIdentity());
    if (request.decision)
        text(span, "causeway.authorization", request.decision->rule().describe());
    return span;
}

Span clientSpan(const Ending& ending) {
    const Observed& observed = *ending.request.observed;
    Span span = commonOf(ending);
    span.set_kind(Span::CLIENT);
    span.set_span_id(bytesOf(observed.sent));
    span.set_parent_span_id(bytesOf(observed.trace->span));
    span.set_start_time_unix_nano(unixNanos(ending.wallNow - (ending.now - observed.sentAt)));
    text(span, "network.peer.address", ending.outcome.target);
    text(span, "causeway.destination.workload", ending.outcome.workload);
    return span;
}

} // namespace

std::optional<TraceContext> Tracer::begin(const http::Headers& headers) const {
    std::optional<TraceContext> context = TraceContext::read(headers);
    if (context && !context->undecided)
        return context;
    const bool sampled = std::uniform_real_distribution<double>(0, 1)(random()) < m_ratio;
    if (context) {
        context->sampled = sampled;
        return context;
    }
    if (!sampled)
        return std::nullopt; // the next hop may decide otherwise
    TraceContext made;
    made.trace = newId<16>();
    made.sampled = true;
    return made;
}

void Tracer::sending(Request& request) const {
    Observed& observed = *request.observed;
    if (!observed.trace) {
        observed.trace = begin(request.head.headers);
        if (!observed.trace)
            return;
        observed.parent = std::exchange(observed.trace->span, newId<8>());
    }
    // A further attempt is a span of its own; the last one is told.
    observed.sent = newId<8>();
    observed.sentAt = std::chrono::steady_clock::now();
    TraceContext next = *observed.trace;
    next.span = observed.sent;
    next.write(request.head.headers);
}

void Tracer::ended(const Ending& ending) const {
    const auto& observed = ending.request.observed;
    if (!observed || !observed->trace || !observed->trace->sampled)
        return;
    std::vector<Span> spans;
    spans.push_back(serverSpan(ending));
    spans.push_back(clientSpan(ending));
    m_deliver(std::move(spans));
}

} // namespace causeway::proxy
