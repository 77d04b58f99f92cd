// SPDX-License-Identifier: Apache-2.0
#include "grpc/unary_server.h"

namespace causeway::grpc {

UnaryServer::UnaryServer(Handler handler, std::size_t maxMessage)
    : m_handler(std::move(handler)), m_maxMessage(maxMessage),
      m_codec(http::makeHttp2Codec(http::Role::Server, *this)) {}

void UnaryServer::onRequest(http::StreamId id, http::RequestHead&& head, bool end) {
    if (head.method != "POST" || !isGrpc(head.headers)) {
        http::ResponseHead refusal;
        refusal.status = 415;
        m_codec->sendResponse(id, refusal, true);
        m_codec->reset(id, http::ResetReason::Cancelled); // what follows is of no interest
        return;
    }
    m_calls.emplace(id, Call{std::move(head), MessageReader(m_maxMessage), {}, {}});
    if (end)
        handle(id);
}

void UnaryServer::onBody(http::StreamId id, ByteView bytes, bool end) {
    m_codec->consumed(id, bytes.size());
    const auto call = m_calls.find(id);
    if (call == m_calls.end())
        return;
    call->second.reader.append(bytes);
    if (end)
        handle(id);
}

void UnaryServer::handle(http::StreamId id) {
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return;
    auto message = found->second.reader.next();
    if (!message)
        reply(id, {Code::ResourceExhausted, message.error().message()}, {});
    else if (!*message)
        reply(id, {Code::Internal, "a unary call without a whole message"}, {});
    else
        m_handler(id, found->second.head, **message);
}

void UnaryServer::reply(http::StreamId id, const Status& status, ByteView message) {
    const auto found = m_calls.find(id);
    if (found == m_calls.end() || found->second.status)
        return;
    Call& call = found->second;
    if (!status.ok()) {
        m_codec->sendResponse(id, makeTrailersOnly(status), true);
        m_calls.erase(found);
        return;
    }
    call.status = status;
    m_codec->sendResponse(id, makeResponseHead(), false);
    appendMessage(call.pending, message);
    flush(id, call);
}

void UnaryServer::flush(http::StreamId id, Call& call) {
    call.pending.consume(m_codec->sendBody(id, call.pending.view(), false));
    if (!call.pending.empty())
        return;
    http::Headers trailers;
    serialize(*call.status, trailers);
    m_codec->sendTrailers(id, trailers);
    m_calls.erase(id);
}

void UnaryServer::onWritable(http::StreamId id) {
    if (const auto found = m_calls.find(id); found != m_calls.end())
        flush(id, found->second);
}

} // namespace causeway::grpc
