// SPDX-License-Identifier: Apache-2.0
// gRPC calls over one HTTP/2 client connection. Sans-I/O like the codec it owns: the owner of the
// socket feeds codec().receive(), writes codec().output() after every call of this class, and calls
// codec().flushed(). One thread. It never connects, never retries and knows no clock; destroyed
// with calls under way, it tells nobody.
#pragma once

#include "grpc/framing.h"
#include "grpc/metadata.h"
#include "grpc/status.h"
#include "http/codec.h"

#include <functional>
#include <unordered_map>

namespace causeway::grpc {

using CallId = http::StreamId;

// What a call reports; it outlives the call. onStatus() comes exactly once, last, and only from
// inside the codec's receive(), receiveEof() or flushed(); after cancel() nothing comes.
class CallEvents {
public:
    virtual ~CallEvents() = default;
    // `message` is valid until this returns or cancels the call.
    virtual void onMessage(CallId, ByteView message) = 0;
    virtual void onStatus(CallId, const Status& status) = 0;
    // Everything that was sent has left the channel: a producer may send more.
    virtual void onDrained(CallId) {}
};

// Who counts calls. A call that is cancelled, or lost with its channel, has no end.
class CallObserver {
public:
    virtual ~CallObserver() = default;
    virtual void onCallStarted(CallId id) = 0;
    virtual void onCallAnswered(CallId id) = 0; // with the response's head
    virtual void onCallEnded(CallId id, const Status& status) = 0;
};

class Channel final : private http::CodecEvents {
public:
    // `scheme` and `authority` are those of every call on this connection.
    Channel(std::string scheme, std::string authority, std::size_t maxMessage = kDefaultMaxMessage);

    [[nodiscard]] http::Codec& codec() { return *m_codec; }
    // Outlives the calls.
    void observe(CallObserver& observer) { m_observer = &observer; }

    struct Options {
        http::Headers metadata;
        std::optional<Duration> timeout; // told to the server; cancel() at the end is the caller's
    };
    // A stream of messages both ways.
    [[nodiscard]] Result<CallId> start(std::string_view path, CallEvents& events,
                                       const Options& options);
    [[nodiscard]] Result<CallId> start(std::string_view path, CallEvents& events) {
        return start(path, events, Options());
    }
    // Keeps what the windows do not let through; see pendingBytes(). On a call that is over it does
    // nothing.
    void send(CallId id, ByteView message);
    // No further message from us; the server's may still come.
    void finishSending(CallId id);
    void cancel(CallId id);
    [[nodiscard]] std::size_t pendingBytes(CallId id) const;

    // One message there, one back; the reply is empty unless the status is OK.
    using UnaryDone = std::function<void(const Status& status, ByteView reply)>;
    [[nodiscard]] Result<CallId> call(std::string_view path, ByteView message, UnaryDone done,
                                      const Options& options);
    [[nodiscard]] Result<CallId> call(std::string_view path, ByteView message, UnaryDone done) {
        return call(path, message, std::move(done), Options());
    }

private:
    struct Call {
        CallEvents* events = nullptr;    // of a stream of messages …
        UnaryDone done;                  // … or of a unary call
        std::vector<std::uint8_t> reply; // of a unary call
        std::size_t replies = 0;
        MessageReader reader;
        Buffer pending;         // framed messages that the codec did not take yet
        bool finishing = false; // END_STREAM follows what is pending
        bool isGrpc = false;
        int httpStatus = 0;
    };

    void onResponse(http::StreamId id, http::ResponseHead&& head, bool end) override;
    void onBody(http::StreamId id, ByteView bytes, bool end) override;
    void onTrailers(http::StreamId id, http::Headers&& trailers) override;
    void onReset(http::StreamId id, http::ResetReason reason) override;
    void onWritable(http::StreamId id) override;

    [[nodiscard]] Result<CallId> open(std::string_view path, const Options& options, Call call);
    [[nodiscard]] bool readMessages(CallId id);
    void flush(CallId id, Call& call);
    void conclude(CallId id, const Call& call, std::optional<Status> told);
    void finish(CallId id, Status status);
    [[nodiscard]] Call* find(CallId id);

    CallObserver* m_observer = nullptr;
    std::string m_scheme;
    std::string m_authority;
    std::size_t m_maxMessage;
    std::unordered_map<CallId, Call> m_calls;
    std::unique_ptr<http::Codec> m_codec;
};

} // namespace causeway::grpc
