// SPDX-License-Identifier: Apache-2.0
// The HTTP/2 codec, both roles, over nghttp2, which does frames, HPACK and windows and never
// touches a socket. Made by makeHttp2Codec(); see http/codec.h for its contract.
//
// What is sent waits in two places: per stream what the peer's windows do not let through yet
// (64 KiB at most), then output(). nghttp2 is asked for frames when the owner looks at output().
#pragma once

#include "http/codec.h"
#include "http/h2/flood_guard.h"
#include "http/h2/headers.h"
#include "http/h2/memory.h"
#include "http/h2/session.h"
#include "http/stream_table.h"

#include <memory>
#include <string>

namespace causeway::http::h2 {

struct Stream {
    HeadBuilder incoming;
    Buffer queue; // body to send
    std::optional<Headers> trailers;
    std::size_t unconsumed = 0; // given to the owner, not yet consumed()
    bool headReceived = false;  // the final head; what follows is a trailer section
    bool upgrade = false;       // an extended CONNECT: 101 is 200 on the wire
    bool tooLarge = false;      // the head went over the limits; the rest of it is ignored
    bool remoteEnded = false;
    bool localEnded = false;    // END_STREAM is on the wire
    bool sending = false;       // nghttp2 has our data provider
    bool endQueued = false;     // END_STREAM, or trailers, follow the queue
    bool starved = false;       // sendBody() left something with the owner
    bool resetWhenSent = false; // the owner wants no more of the request once it is answered

    // One a request: not a block of BlockCache, of which every request takes several.
    static void* operator new(std::size_t size) { return takePiece(size); }
    static void operator delete(void* memory) noexcept { givePiece(memory); }
};

class Http2Codec final : public Codec {
public:
    Http2Codec(Role role, CodecEvents& events, const Limits& limits);

    [[nodiscard]] Status receive(ByteView bytes) override;
    void receiveEof() override;
    void flushed() override;
    [[nodiscard]] Result<StreamId> sendRequest(const RequestHead& head, bool end) override;
    void sendResponse(StreamId id, const ResponseHead& head, bool end) override;
    [[nodiscard]] std::size_t sendBody(StreamId id, ByteView bytes, bool end) override;
    void sendTrailers(StreamId id, const Headers& trailers) override;
    void reset(StreamId id, ResetReason reason) override;
    void consumed(StreamId id, std::size_t bytes) override;
    void closeGracefully() override;
    void ping() override;

    [[nodiscard]] Version version() const override { return Version::Http2; }
    [[nodiscard]] bool canOpenStream() const override;
    [[nodiscard]] std::size_t activeStreams() const override { return m_streams.size(); }
    [[nodiscard]] std::uint32_t peerMaxStreams() const override;
    [[nodiscard]] bool finished() const override;
    [[nodiscard]] Buffer& output() override;

private:
    friend struct Callbacks; // nghttp2's C callbacks, in session.cpp

    // What nghttp2 reports while it reads. The int goes back to it: 0, or one of its errors.
    int onFieldReceived(StreamId id, std::string_view name, std::string_view value);
    int onFrameReceived(const nghttp2_frame& frame);
    int onDataReceived(StreamId id, ByteView data);
    void onStreamClosed(StreamId id, std::uint32_t errorCode);
    void onHeadReceived(StreamId id, Stream& stream, bool end);
    void onRequestReceived(StreamId id, Stream& stream, bool end);
    void onResponseReceived(StreamId id, Stream& stream, bool end);
    void onPingAck();
    void refuseLargeHead(StreamId id, Stream& stream);

    // … and while it writes.
    ssize_t offerData(StreamId id, std::size_t length, std::uint32_t& flags);
    int writeData(StreamId id, ByteView frameHeader, std::size_t length);
    void onFrameSent(const nghttp2_frame& frame);
    void onFrameNotSent(const nghttp2_frame& frame);

    [[nodiscard]] Stream* find(StreamId id);
    Stream& addStream(StreamId id);
    void endRemote(StreamId id, Stream& stream);
    void erase(StreamId id);
    void report(StreamId id, ResetReason reason);
    void reportDeferred();
    void reportWritable();
    void pump();
    [[nodiscard]] bool writesAtOnce() const;
    void resumeSending(StreamId id, Stream& stream);
    void loseAllStreams(ResetReason reason);
    Status failConnection(std::uint32_t errorCode, std::string why, Refused kind);

    const Role m_role;
    CodecEvents& m_events;
    const Limits m_limits;
    Session m_session;
    Buffer m_output;
    FieldList m_fields;
    FloodGuard m_floods;
    StreamTable<std::unique_ptr<Stream>> m_streams;
    // The one that was looked for last: all fields of a head, one after the other, are of one stream.
    StreamId m_lastId = 0;
    Stream* m_last = nullptr; // null: look
    std::vector<StreamId> m_writable;
    std::vector<std::pair<StreamId, ResetReason>> m_deferred; // resets found outside an event
    std::string m_complaint;        // nghttp2's words on what the peer did wrong
    std::uint32_t m_goawaySent = 0; // its error code, when it is one
    bool m_inEvents = false;        // inside receive(), receiveEof() or flushed()
    bool m_insideSession = false;   // nghttp2 is on the stack: it must not be asked for frames
    bool m_settingsReceived = false;
    bool m_draining = false;
    bool m_closed = false;
};

} // namespace causeway::http::h2
