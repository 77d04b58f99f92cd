// SPDX-License-Identifier: Apache-2.0
// The contract of every HTTP codec: bytes in, events out; calls in, bytes out. One codec a
// connection, one class for both sides (Role). Sans-I/O: no socket, no clock, no thread. Whoever
// owns the socket feeds receive(), sends what stands in output() and tells how much the next hop
// took, so that backpressure reaches the peer (HTTP/2 windows; for HTTP/1 the owner stops reading).
//
// Rules of the road
//  - Events come only from inside receive(), receiveEof() and flushed(). A callback may call any
//    send…() of any stream, never one of those three or the destructor.
//  - A stream ends when both directions ended, or by reset. Its id is dead then, already inside the
//    event that tells of it: the next stream may be opened there.
//  - HTTP/1 has one stream at a time; a pipelined request waits inside the codec until the response
//    before it is complete: see hasBacklog().
//  - An Error from receive() means the connection cannot go on: flush output() (it holds the GOAWAY
//    or the 400), then close. Errors carry the kind of attack or mistake in their message. Streams
//    that were under way got onReset() before it returned.
//  - A request with `upgrade` is sent with end = false. A response of 101 makes both bodies bytes of
//    the other protocol; after any other one its sender ends the request without a body.
//  - After writing from output() to the socket, call flushed(): what sendBody() would not take
//    because too much stood in line is asked for by onWritable() then.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "http/message.h"
#include "http/refused.h"

#include <cstdint>
#include <memory>
#include <string>

namespace causeway::http {

using StreamId = std::uint32_t; // HTTP/2's own; HTTP/1 counts 1, 3, 5 …

enum class Role : std::uint8_t { Server, Client };

enum class ResetReason : std::uint8_t {
    Cancelled,       // the peer has no more interest
    Refused,         // not processed at all: safe to send again elsewhere (REFUSED_STREAM, GOAWAY)
    FlowControl,     // the peer broke its window
    ProtocolError,   // malformed message
    EnhanceYourCalm, // too much, too fast
    InternalError,
    ConnectionLost, // the connection ended in the middle of the message
};
[[nodiscard]] std::string_view name(ResetReason reason);

struct Limits {
    std::size_t maxHeaderBytes = 64 * 1024; // a whole head, names and values
    std::size_t maxHeaders = 256;
    std::size_t maxRequestLine = 16 * 1024;
    std::uint32_t maxConcurrentStreams = 256; // that the peer may open (HTTP/2)
    std::uint32_t streamWindow = 65'535;      // bytes we are ready to take per stream
    std::uint32_t connectionWindow = 1024 * 1024;
};

class CodecEvents {
public:
    virtual ~CodecEvents() = default;
    virtual void onRequest(StreamId, RequestHead&&, bool end) { (void)end; }
    virtual void onResponse(StreamId, ResponseHead&&, bool end) { (void)end; }
    virtual void onBody(StreamId, ByteView, bool end) { (void)end; }
    virtual void onTrailers(StreamId, Headers&&) {} // ends the direction
    virtual void onReset(StreamId, ResetReason) {}
    // There is room again (the peer's window opened, or output() drained): sendBody() takes more.
    // Comes only after a sendBody() that did not take everything.
    virtual void onWritable(StreamId) {}
    // The peer will take no new stream; those above lastProcessed get onReset(Refused).
    virtual void onGoaway(StreamId lastProcessed) { (void)lastProcessed; }
    // The peer did what a message, or the connection, is refused for: to be counted, no more; may
    // come from inside any call.
    virtual void onRefused(Refused) {}
    // The peer's SETTINGS arrived (HTTP/2 only).
    virtual void onSettings() {}
};

class Codec {
public:
    virtual ~Codec() = default;

    // Takes everything it was given, or fails.
    [[nodiscard]] virtual Status receive(ByteView bytes) = 0;
    // The peer closed its sending side.
    virtual void receiveEof() = 0;
    // The connection is gone, both ways: what was under way is told of once more and never again.
    virtual void connectionLost() { receiveEof(); }
    // Some of output() has gone out: there may be room for more.
    virtual void flushed() = 0;
    // HTTP/1 server: bytes that came ahead of their turn wait inside. Read no more meanwhile.
    [[nodiscard]] virtual bool hasBacklog() const { return false; }
    // It is their turn: call receive({}).
    [[nodiscard]] virtual bool backlogDue() const { return false; }

    // Client: opens a stream. Fails when canOpenStream() is false.
    [[nodiscard]] virtual Result<StreamId> sendRequest(const RequestHead&, bool end) = 0;
    // Server. A 1xx head may precede the final one; `end` is for the final one. 101 is final, and
    // only for a request with `upgrade`.
    virtual void sendResponse(StreamId, const ResponseHead&, bool end) = 0;
    // Takes as much as the windows and the codec's own bound allow and returns that; the rest is to
    // be offered again at onWritable(). `end` counts only when everything was taken.
    [[nodiscard]] virtual std::size_t sendBody(StreamId, ByteView, bool end) = 0;
    virtual void sendTrailers(StreamId, const Headers&) = 0;
    virtual void reset(StreamId, ResetReason) = 0;
    // The bytes of onBody() have gone on to the next hop: opens the window for as many more.
    virtual void consumed(StreamId, std::size_t bytes) = 0;

    // Server: no further request on this connection; those under way finish (GOAWAY, or
    // "Connection: close" on the next response), and an HTTP/1 connection that has not carried any
    // still takes its first. Client: opens no further stream.
    virtual void closeGracefully() = 0;

    // HTTP/2: asks the peer for a sign of life; anything that comes then is one.
    virtual void ping() {}

    [[nodiscard]] virtual Version version() const = 0;
    [[nodiscard]] virtual bool canOpenStream() const = 0; // client; false after GOAWAY or when full
    [[nodiscard]] virtual std::size_t activeStreams() const = 0;
    // Streams that the peer lets us have open at once: 1 for HTTP/1, SETTINGS for HTTP/2.
    [[nodiscard]] virtual std::uint32_t peerMaxStreams() const = 0;
    // Nothing more will ever be exchanged: close once output() is flushed.
    [[nodiscard]] virtual bool finished() const = 0;
    // No byte will be added to output() any more, though the peer may still send: once it is
    // flushed the socket's sending side may be shut down (a tunnel's half-close).
    [[nodiscard]] virtual bool outputEnded() const { return finished(); }
    // Bytes to put on the wire; the owner consumes what it has sent.
    [[nodiscard]] virtual Buffer& output() = 0;
};

// h1/codec.cpp and h2/codec.cpp. `events` outlives the codec.
[[nodiscard]] std::unique_ptr<Codec> makeHttp1Codec(Role, CodecEvents& events, const Limits& = {});
[[nodiscard]] std::unique_ptr<Codec> makeHttp2Codec(Role, CodecEvents& events, const Limits& = {});
// raw/codec.cpp. Server: what comes in is meant for `authority`.
[[nodiscard]] std::unique_ptr<Codec> makeRawCodec(Role, CodecEvents& events,
                                                  std::string authority = {});

} // namespace causeway::http
