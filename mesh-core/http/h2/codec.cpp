// SPDX-License-Identifier: Apache-2.0
// The receiving half of the HTTP/2 codec.
#include "http/h2/codec.h"

#include "base/scope_guard.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::http {

std::unique_ptr<Codec> makeHttp2Codec(Role role, CodecEvents& events, const Limits& limits) {
    return std::make_unique<h2::Http2Codec>(role, events, limits);
}

} // namespace causeway::http

namespace causeway::http::h2 {

Http2Codec::Http2Codec(Role role, CodecEvents& events, const Limits& limits)
    : m_role(role), m_events(events), m_limits(limits),
      m_session(makeSession(role, m_limits, *this)) {}

Status Http2Codec::receive(ByteView bytes) {
    if (m_closed)
        return {};
    if (m_output.empty())
        m_floods.outputTaken();
    m_inEvents = true;
    const ScopeGuard leave([this] { m_inEvents = false; });
    reportDeferred();

    m_insideSession = true;
    const ssize_t used = nghttp2_session_mem_recv(m_session.get(), bytes.data(), bytes.size());
    m_insideSession = false;
    if (used >= 0)
        pump();
    if (m_floods.tooMuch() || used == NGHTTP2_ERR_FLOODED)
        return failConnection(NGHTTP2_ENHANCE_YOUR_CALM, "a flood of frames that ask for nothing",
                              Refused::Flood);
    if (used == NGHTTP2_ERR_BAD_CLIENT_MAGIC)
        return failConnection(NGHTTP2_PROTOCOL_ERROR, nghttp2_strerror(static_cast<int>(used)),
                              Refused::NotHttp);
    if (used < 0)
        return failConnection(NGHTTP2_PROTOCOL_ERROR, nghttp2_strerror(static_cast<int>(used)),
                              Refused::Http2);
    if (m_goawaySent != NGHTTP2_NO_ERROR)
        return failConnection(m_goawaySent, nghttp2_http2_strerror(m_goawaySent),
                              m_goawaySent == NGHTTP2_ENHANCE_YOUR_CALM ? Refused::Flood
                                                                        : Refused::Http2);
    reportWritable();
    return {};
}

Status Http2Codec::failConnection(std::uint32_t errorCode, std::string why, Refused kind) {
    m_events.onRefused(kind);
    if (m_goawaySent == NGHTTP2_NO_ERROR) {
        nghttp2_session_terminate_session(m_session.get(), errorCode);
        pump();
    }
    m_closed = true;
    loseAllStreams(reasonOf(errorCode));
    if (!m_complaint.empty())
        why += fmt::format(" ({})", m_complaint);
    return fail(ErrorKind::Protocol, fmt::format("the peer broke HTTP/2: {}", why));
}

void Http2Codec::receiveEof() {
    if (m_closed)
        return;
    m_closed = true;
    m_inEvents = true;
    reportDeferred();
    loseAllStreams(ResetReason::ConnectionLost);
    m_inEvents = false;
}

void Http2Codec::loseAllStreams(ResetReason reason) {
    reportDeferred();
    auto streams = std::exchange(m_streams, {});
    m_last = nullptr;
    std::vector<StreamId> ids;
    ids.reserve(streams.size());
    streams.forEach([&](StreamId id, const std::unique_ptr<Stream>& stream) {
        if (m_role == Role::Client || stream->headReceived) // others the owner never saw
            ids.push_back(id);
    });
    std::ranges::sort(ids);
    for (const StreamId id : ids)
        m_events.onReset(id, reason);
}

int Http2Codec::onFieldReceived(StreamId id, std::string_view name, std::string_view value) {
    Stream* stream = find(id);
    if (!stream || stream->tooLarge)
        return 0;
    switch (stream->incoming.add(name, value, m_limits)) {
    case HeadBuilder::Added::Yes:
        return 0;
    case HeadBuilder::Added::TooLarge:
        stream->tooLarge = true;
        return 0;
    case HeadBuilder::Added::Malformed:
        m_events.onRefused(Refused::Malformed);
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    return 0;
}

int Http2Codec::onFrameReceived(const nghttp2_frame& frame) {
    const auto id = static_cast<StreamId>(frame.hd.stream_id);
    const bool end = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    bool idle = false;
    switch (frame.hd.type) {
    case NGHTTP2_HEADERS:
        if (Stream* stream = find(id))
            onHeadReceived(id, *stream, end);
        break;
    case NGHTTP2_DATA:
        idle = frame.hd.length == 0 && !end;
        if (Stream* stream = find(id); stream && end) {
            endRemote(id, *stream);
            m_events.onBody(id, {}, true);
        }
        break;
    case NGHTTP2_SETTINGS:
        if ((frame.hd.flags & NGHTTP2_FLAG_ACK) != 0)
            break;
        idle = m_settingsReceived; // the first is every peer's duty
        m_settingsReceived = true;
        m_events.onSettings();
        break;
    case NGHTTP2_PING:
        idle = true;
        if ((frame.hd.flags & NGHTTP2_FLAG_ACK) != 0 && frame.ping.opaque_data[0] == 0)
            onPingAck();
        break;
    case NGHTTP2_PRIORITY:
        idle = true;
        break;
    case NGHTTP2_GOAWAY:
        m_events.onGoaway(static_cast<StreamId>(frame.goaway.last_stream_id));
        break;
    default:
        break;
    }
    if (idle)
        m_floods.idleFrame();
    return m_floods.tooMuch() ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
}

void Http2Codec::onHeadReceived(StreamId id, Stream& stream, bool end) {
    if (stream.tooLarge) {
        refuseLargeHead(id, stream);
        return;
    }
    if (stream.headReceived) {
        Headers trailers = stream.incoming.takeTrailers();
        endRemote(id, stream); // nghttp2 lets no trailer section through without END_STREAM
        m_events.onTrailers(id, std::move(trailers));
    } else if (m_role == Role::Server) {
        onRequestReceived(id, stream, end);
    } else {
        onResponseReceived(id, stream, end);
    }
}

void Http2Codec::onRequestReceived(StreamId id, Stream& stream, bool end) {
    auto head = stream.incoming.takeRequest();
    if (!head || (end && !head->upgrade.empty())) {
        reset(id, ResetReason::ProtocolError);
        return;
    }
    stream.headReceived = true;
    stream.upgrade = !head->upgrade.empty();
    if (end)
        endRemote(id, stream);
    m_events.onRequest(id, std::move(*head), end);
}

void Http2Codec::onResponseReceived(StreamId id, Stream& stream, bool end) {
    ResponseHead head = stream.incoming.takeResponse();
    if (head.status < 100 || head.status > 599 || head.status == 101) { // nghttp2 wants 3 digits
        reset(id, ResetReason::ProtocolError);
        m_events.onReset(id, ResetReason::ProtocolError);
        return;
    }
    if (stream.upgrade && head.status / 100 == 2)
        head.status = 101;
    stream.headReceived = head.status >= 200 || head.status == 101;
    if (end)
        endRemote(id, stream);
    m_events.onResponse(id, std::move(head), end);
}

// Called before the event that tells of the end, so that the owner may open the next stream in it.
void Http2Codec::endRemote(StreamId id, Stream& stream) {
    stream.remoteEnded = true;
    if (!stream.localEnded)
        return;
    m_floods.streamCompleted();
    erase(id);
}

// A request gets an answer one can understand; a response or trailers only the end of the stream.
void Http2Codec::refuseLargeHead(StreamId id, Stream& stream) {
    m_events.onRefused(Refused::TooLarge);
    const bool ownerKnows = m_role == Role::Client || stream.headReceived;
    if (ownerKnows) {
        reset(id, ResetReason::EnhanceYourCalm);
        m_events.onReset(id, ResetReason::ProtocolError);
        return;
    }
    ResponseHead head;
    head.status = 431;
    m_fields.setResponse(head, FieldList::Text::Copied);
    nghttp2_submit_headers(m_session.get(), NGHTTP2_FLAG_END_STREAM, static_cast<std::int32_t>(id),
                           nullptr, m_fields.data(), m_fields.size(), nullptr);
    m_last = nullptr;
    m_streams.take(id);
}

int Http2Codec::onDataReceived(StreamId id, ByteView data) {
    Stream* stream = find(id);
    if (!stream) { // reset by us; the peer does not know yet
        nghttp2_session_consume_connection(m_session.get(), data.size());
        return 0;
    }
    stream->unconsumed += data.size();
    m_events.onBody(id, data, false);
    return 0;
}

// The peer has seen our first GOAWAY, and every request it sent before that is here: the second
// one can name the last stream for good (RFC 9113 section 6.8).
void Http2Codec::onPingAck() {
    if (!m_draining || m_role == Role::Client)
        return;
    nghttp2_submit_goaway(m_session.get(), NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(m_session.get()),
                          NGHTTP2_NO_ERROR, nullptr, 0);
}

void Http2Codec::onStreamClosed(StreamId id, std::uint32_t errorCode) {
    Stream* stream = find(id);
    if (!stream)
        return;
    const bool complete = stream->remoteEnded && stream->localEnded;
    const bool ownerKnows = m_role == Role::Client || stream->headReceived;
    erase(id);
    if (complete) {
        m_floods.streamCompleted();
        return;
    }
    if (ownerKnows)
        report(id, reasonOf(errorCode));
    if (m_role == Role::Server && errorCode != NGHTTP2_NO_ERROR)
        m_floods.streamWasted();
}

void Http2Codec::erase(StreamId id) {
    m_last = nullptr;
    const auto gone = m_streams.take(id);
    if (gone && gone->unconsumed > 0) // of the connection's window; the stream's is gone
        nghttp2_session_consume_connection(m_session.get(), gone->unconsumed);
}

Stream& Http2Codec::addStream(StreamId id) {
    return *m_streams.add(id, std::make_unique<Stream>());
}

Stream* Http2Codec::find(StreamId id) {
    if (m_last && m_lastId == id)
        return m_last;
    const auto* found = m_streams.find(id);
    m_lastId = id;
    m_last = found ? found->get() : nullptr;
    return m_last;
}

void Http2Codec::report(StreamId id, ResetReason reason) {
    if (m_inEvents)
        m_events.onReset(id, reason);
    else
        m_deferred.emplace_back(id, reason);
}

void Http2Codec::reportDeferred() {
    for (const auto& [id, reason] : std::exchange(m_deferred, {}))
        m_events.onReset(id, reason);
}

void Http2Codec::reportWritable() {
    for (const StreamId id : std::exchange(m_writable, {}))
        if (find(id))
            m_events.onWritable(id);
}

void Http2Codec::flushed() {
    if (m_closed)
        return;
    if (m_output.empty())
        m_floods.outputTaken();
    m_inEvents = true;
    const ScopeGuard leave([this] { m_inEvents = false; });
    reportDeferred();
    pump();
    reportWritable();
}

} // namespace causeway::http::h2
