// SPDX-License-Identifier: Apache-2.0
// The sending half of the HTTP/2 codec.
#include "http/h2/codec.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::http::h2 {

namespace {

constexpr std::size_t kMaxQueue = 64 * 1024;
constexpr std::size_t kMaxOutput = 256 * 1024;

std::int32_t wireId(StreamId id) {
    return static_cast<std::int32_t>(id);
}

} // namespace

bool Http2Codec::canOpenStream() const {
    return m_role == Role::Client && !m_closed && !m_draining && m_streams.size() < peerMaxStreams()
           && nghttp2_session_check_request_allowed(m_session.get()) != 0;
}

std::uint32_t Http2Codec::peerMaxStreams() const {
    constexpr std::uint32_t kBeforeSettings = 100;
    if (!m_settingsReceived)
        return kBeforeSettings;
    return nghttp2_session_get_remote_settings(m_session.get(),
                                               NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

Result<StreamId> Http2Codec::sendRequest(const RequestHead& head, bool end) {
    if (!canOpenStream())
        return fail(ErrorKind::Unavailable, "this HTTP/2 connection takes no further stream now");
    const bool atOnce = writesAtOnce();
    m_fields.setRequest(head, atOnce ? FieldList::Text::Kept : FieldList::Text::Copied);
    const nghttp2_data_provider provider = dataProvider();
    const std::int32_t id =
        nghttp2_submit_request(m_session.get(), nullptr, m_fields.data(), m_fields.size(),
                               end ? nullptr : &provider, nullptr);
    if (id < 0)
        return fail(ErrorKind::Unavailable, fmt::format("open a stream: {}", nghttp2_strerror(id)));
    const auto streamId = static_cast<StreamId>(id);
    Stream& stream = addStream(streamId);
    stream.upgrade = !head.upgrade.empty();
    stream.sending = !end;
    stream.endQueued = end;
    if (atOnce)
        pump();
    return streamId;
}

// Nothing stands before a head that is submitted now, so that pump() writes it, and nghttp2 needs no
// copy of its text.
bool Http2Codec::writesAtOnce() const {
    return !m_closed && !m_insideSession && m_output.size() < kMaxOutput / 2
           && nghttp2_session_get_outbound_queue_size(m_session.get()) == 0;
}

void Http2Codec::sendResponse(StreamId id, const ResponseHead& head, bool end) {
    Stream* stream = find(id);
    if (!stream || m_role != Role::Server || stream->endQueued)
        return;
    const bool atOnce = writesAtOnce();
    m_fields.setResponse(head, atOnce ? FieldList::Text::Kept : FieldList::Text::Copied);
    if (head.status == 101 && !stream->upgrade)
        return;
    end = end && head.status >= 200;
    stream->endQueued = end;
    nghttp2_submit_headers(m_session.get(), end ? NGHTTP2_FLAG_END_STREAM : NGHTTP2_FLAG_NONE,
                           wireId(id), nullptr, m_fields.data(), m_fields.size(), nullptr);
    if (atOnce)
        pump();
}

std::size_t Http2Codec::sendBody(StreamId id, ByteView bytes, bool end) {
    Stream* stream = find(id);
    if (!stream || stream->endQueued)
        return bytes.size();
    const std::size_t room = kMaxQueue - std::min(kMaxQueue, stream->queue.size());
    const ByteView taken = bytes.first(std::min(room, bytes.size()));
    stream->queue.append(taken);
    stream->starved = taken.size() < bytes.size();
    stream->endQueued = end && !stream->starved;
    if (!taken.empty() || stream->endQueued)
        resumeSending(id, *stream);
    return taken.size();
}

void Http2Codec::sendTrailers(StreamId id, const Headers& trailers) {
    Stream* stream = find(id);
    if (!stream || stream->endQueued)
        return;
    stream->endQueued = true;
    if (trailers.empty()) {
        resumeSending(id, *stream);
    } else if (stream->sending) {
        stream->trailers = trailers.clone(); // nghttp2 takes them when the queue is empty
        resumeSending(id, *stream);
    } else {
        m_fields.setTrailers(trailers);
        nghttp2_submit_trailer(m_session.get(), wireId(id), m_fields.data(), m_fields.size());
    }
}

// The first body of a response gives nghttp2 the provider; later it is only woken.
void Http2Codec::resumeSending(StreamId id, Stream& stream) {
    if (stream.sending) {
        nghttp2_session_resume_data(m_session.get(), wireId(id));
        return;
    }
    stream.sending = true;
    const nghttp2_data_provider provider = dataProvider();
    nghttp2_submit_data(m_session.get(), NGHTTP2_FLAG_END_STREAM, wireId(id), &provider);
}

// nghttp2 asks how much of the queue goes into the next frame; `length` is what windows allow.
ssize_t Http2Codec::offerData(StreamId id, std::size_t length, std::uint32_t& flags) {
    Stream* stream = find(id);
    if (!stream)
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    const std::size_t size = std::min(length, stream->queue.size());
    const bool last = stream->endQueued && size == stream->queue.size();
    if (size == 0 && !last)
        return NGHTTP2_ERR_DEFERRED;
    flags |= NGHTTP2_DATA_FLAG_NO_COPY;
    if (last)
        flags |= NGHTTP2_DATA_FLAG_EOF;
    if (last && stream->trailers) {
        flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
        m_fields.setTrailers(*stream->trailers);
        nghttp2_submit_trailer(m_session.get(), wireId(id), m_fields.data(), m_fields.size());
        stream->trailers.reset();
    }
    return static_cast<ssize_t>(size);
}

int Http2Codec::writeData(StreamId id, ByteView frameHeader, std::size_t length) {
    if (m_output.size() >= kMaxOutput)
        return NGHTTP2_ERR_WOULDBLOCK; // asked again at the next pump()
    Stream* stream = find(id);
    if (!stream) // reset while it waited
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    CAUSEWAY_ASSERT(length <= stream->queue.size());
    m_output.append(frameHeader);
    m_output.append(stream->queue.view().first(length));
    stream->queue.consume(length);
    if (stream->starved && stream->queue.size() <= kMaxQueue / 2) {
        stream->starved = false;
        m_writable.push_back(id);
    }
    return 0;
}

void Http2Codec::onFrameSent(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_GOAWAY) {
        m_goawaySent = frame.goaway.error_code;
        return;
    }
    if (frame.hd.type == NGHTTP2_RST_STREAM) { // nghttp2's own verdicts end so, too
        const std::uint32_t code = frame.rst_stream.error_code;
        if (code == NGHTTP2_PROTOCOL_ERROR)
            m_events.onRefused(Refused::Malformed);
        else if (code == NGHTTP2_FLOW_CONTROL_ERROR || code == NGHTTP2_STREAM_CLOSED)
            m_events.onRefused(Refused::Http2);
        else if (code == NGHTTP2_REFUSED_STREAM) // more at once than we allow
            m_events.onRefused(Refused::Flood);
        return;
    }
    const bool carriesEnd = frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA;
    if (!carriesEnd || (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0)
        return;
    const auto id = static_cast<StreamId>(frame.hd.stream_id);
    Stream* stream = find(id);
    if (!stream)
        return;
    stream->localEnded = true;
    if (stream->resetWhenSent)
        nghttp2_submit_rst_stream(m_session.get(), NGHTTP2_FLAG_NONE, wireId(id), NGHTTP2_NO_ERROR);
}

// A request that was queued when GOAWAY came: it never left, so it may go elsewhere.
void Http2Codec::onFrameNotSent(const nghttp2_frame& frame) {
    const auto id = static_cast<StreamId>(frame.hd.stream_id);
    if (frame.hd.type != NGHTTP2_HEADERS || m_role != Role::Client || !find(id))
        return;
    erase(id);
    report(id, ResetReason::Refused);
}

void Http2Codec::reset(StreamId id, ResetReason reason) {
    Stream* stream = find(id);
    if (!stream)
        return;
    // A server that has answered and only wants no more of the request: the answer must still get
    // through, and its end is no error (RFC 9113 section 8.1).
    if (m_role == Role::Server && stream->endQueued && reason == ResetReason::Cancelled) {
        stream->resetWhenSent = true;
        if (stream->localEnded)
            nghttp2_submit_rst_stream(m_session.get(), NGHTTP2_FLAG_NONE, wireId(id),
                                      NGHTTP2_NO_ERROR);
        return;
    }
    nghttp2_submit_rst_stream(m_session.get(), NGHTTP2_FLAG_NONE, wireId(id), errorCodeOf(reason));
    erase(id);
}

void Http2Codec::consumed(StreamId id, std::size_t bytes) {
    Stream* stream = find(id);
    if (!stream) // its share of the connection's window went back when it ended
        return;
    bytes = std::min(bytes, stream->unconsumed);
    stream->unconsumed -= bytes;
    nghttp2_session_consume(m_session.get(), wireId(id), bytes);
}

// First a GOAWAY that refuses nothing, with a PING behind it; the real one at the PING's answer.
void Http2Codec::closeGracefully() {
    if (std::exchange(m_draining, true) || m_role == Role::Client)
        return;
    nghttp2_submit_shutdown_notice(m_session.get());
    nghttp2_submit_ping(m_session.get(), NGHTTP2_FLAG_NONE, nullptr);
}

void Http2Codec::ping() {
    constexpr std::uint8_t kOurs[8] = {1}; // told from that of closeGracefully()
    if (!m_closed)
        nghttp2_submit_ping(m_session.get(), NGHTTP2_FLAG_NONE, kOurs);
}

bool Http2Codec::finished() const {
    if (m_closed)
        return true;
    if (!m_streams.empty() || !m_deferred.empty())
        return false;
    return (m_role == Role::Client && m_draining)
           || nghttp2_session_want_read(m_session.get()) == 0;
}

Buffer& Http2Codec::output() {
    if (!m_closed && !m_insideSession)
        pump();
    return m_output;
}

void Http2Codec::pump() {
    m_insideSession = true;
    while (m_output.size() < kMaxOutput) {
        const std::uint8_t* data = nullptr;
        const ssize_t size = nghttp2_session_mem_send(m_session.get(), &data);
        if (size <= 0) {
            m_closed = m_closed || size < 0;
            break;
        }
        m_output.append(ByteView(data, static_cast<std::size_t>(size)));
    }
    m_insideSession = false;
}

} // namespace causeway::http::h2
