// SPDX-License-Identifier: Apache-2.0
#include "grpc/channel.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::grpc {

Channel::Channel(std::string scheme, std::string authority, std::size_t maxMessage)
    : m_scheme(std::move(scheme)), m_authority(std::move(authority)), m_maxMessage(maxMessage),
      m_codec(http::makeHttp2Codec(http::Role::Client, *this)) {}

Result<CallId> Channel::open(std::string_view path, const Options& options, Call call) {
    const http::RequestHead head =
        makeRequestHead({m_scheme, m_authority, path}, options.metadata, options.timeout);
    auto id = m_codec->sendRequest(head, false);
    if (!id)
        return tl::unexpected(std::move(id).error().context(fmt::format("call {}", path)));
    call.reader = MessageReader(m_maxMessage);
    m_calls.emplace(*id, std::move(call));
    if (m_observer)
        m_observer->onCallStarted(*id);
    return *id;
}

Result<CallId> Channel::start(std::string_view path, CallEvents& events, const Options& options) {
    Call call;
    call.events = &events;
    return open(path, options, std::move(call));
}

Result<CallId> Channel::call(std::string_view path, ByteView message, UnaryDone done,
                             const Options& options) {
    Call call;
    call.done = std::move(done);
    CAUSEWAY_TRY(const CallId id, open(path, options, std::move(call)));
    Call& opened = m_calls.at(id);
    appendMessage(opened.pending, message);
    opened.finishing = true;
    flush(id, opened);
    return id;
}

void Channel::send(CallId id, ByteView message) {
    Call* call = find(id);
    if (!call || call->finishing)
        return;
    appendMessage(call->pending, message);
    flush(id, *call);
}

void Channel::finishSending(CallId id) {
    Call* call = find(id);
    if (!call || call->finishing)
        return;
    call->finishing = true;
    flush(id, *call);
}

void Channel::flush(CallId id, Call& call) {
    call.pending.consume(m_codec->sendBody(id, call.pending.view(), call.finishing));
}

void Channel::cancel(CallId id) {
    if (m_calls.erase(id) > 0)
        m_codec->reset(id, http::ResetReason::Cancelled);
}

std::size_t Channel::pendingBytes(CallId id) const {
    const auto found = m_calls.find(id);
    return found == m_calls.end() ? 0 : found->second.pending.size();
}

void Channel::onResponse(http::StreamId id, http::ResponseHead&& head, bool end) {
    Call* call = find(id);
    if (!call || head.status < 200)
        return;
    if (m_observer)
        m_observer->onCallAnswered(id);
    call->httpStatus = head.status;
    call->isGrpc = head.status == 200 && isGrpc(head.headers);
    if (end)
        conclude(id, *call, parseStatus(head.headers));
}

void Channel::onBody(http::StreamId id, ByteView bytes, bool end) {
    Call* call = find(id);
    if (!call)
        return;
    // A message is bounded by its own limit, not by the stream's window: take it in at once.
    m_codec->consumed(id, bytes.size());
    if (call->isGrpc) {
        call->reader.append(bytes);
        if (!readMessages(id))
            return;
    }
    if (end)
        conclude(id, *call, std::nullopt);
}

// False when the call is over: by a bad message, or because its receiver cancelled it.
bool Channel::readMessages(CallId id) {
    for (Call* call = find(id); call; call = find(id)) {
        const auto message = call->reader.next();
        if (!message) {
            finish(id, {message.error().kind() == ErrorKind::Exhausted ? Code::ResourceExhausted
                                                                       : Code::Internal,
                        message.error().message()});
            return false;
        }
        if (!*message)
            return true;
        if (call->events) {
            call->events->onMessage(id, **message);
            continue;
        }
        ++call->replies;
        call->reply.assign((*message)->begin(), (*message)->end());
    }
    return false;
}

void Channel::onTrailers(http::StreamId id, http::Headers&& trailers) {
    Call* call = find(id);
    if (!call)
        return;
    conclude(id, *call, parseStatus(trailers));
}

void Channel::conclude(CallId id, const Call& call, std::optional<Status> told) {
    Status status = told ? std::move(*told) : statusOfHttp(call.httpStatus);
    if (status.ok() && call.reader.midMessage())
        status = {Code::Internal, "the stream ended in the middle of a message"};
    else if (status.ok() && call.done && call.replies != 1)
        status = {Code::Internal, fmt::format("{} messages where one was due", call.replies)};
    finish(id, std::move(status));
}

void Channel::onReset(http::StreamId id, http::ResetReason reason) {
    if (find(id))
        finish(id, statusOfReset(reason));
}

void Channel::onWritable(http::StreamId id) {
    Call* call = find(id);
    if (!call)
        return;
    flush(id, *call);
    if (call->pending.empty() && call->events)
        call->events->onDrained(id);
}

// The call is gone before its owner hears of it, so that the owner may start the next at once.
void Channel::finish(CallId id, Status status) {
    auto call = m_calls.extract(id);
    m_codec->reset(id, http::ResetReason::Cancelled); // if our own direction is still open
    if (m_observer)
        m_observer->onCallEnded(id, status);
    if (call.mapped().events)
        call.mapped().events->onStatus(id, status);
    else
        call.mapped().done(status, status.ok() ? ByteView(call.mapped().reply) : ByteView());
}

Channel::Call* Channel::find(CallId id) {
    const auto found = m_calls.find(id);
    return found == m_calls.end() ? nullptr : &found->second;
}

} // namespace causeway::grpc
