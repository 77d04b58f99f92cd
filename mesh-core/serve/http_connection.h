// SPDX-License-Identifier: Apache-2.0
// A stream and a codec that belong together: bytes in become events, what the codec writes goes
// out. The base of both sides of the proxy, and of the pages that programs show. Lives on one loop; destroyed by deferring, never from inside its own events.
#pragma once

#include "http/codec.h"
#include "net/stream.h"

namespace causeway::serve {

class HttpConnection : protected net::StreamUser, protected http::CodecEvents {
public:
    HttpConnection(net::EventLoop& loop, std::unique_ptr<net::Transport> transport);
    ~HttpConnection() override = default;

    void start() { m_stream.start(); }
    // No new request but the first; closes when those under way are done. One that never carries a
    // request is the caller's to close().
    void closeGracefully();
    void close() { m_stream.close(); }

    [[nodiscard]] bool isOpen() const { return m_stream.isOpen(); }
    [[nodiscard]] std::size_t activeStreams() const {
        return m_codec ? m_codec->activeStreams() : 0;
    }

    // What the owner of a stream calls, and then the bytes go out by themselves.
    [[nodiscard]] std::size_t sendBody(http::StreamId id, ByteView bytes, bool end);
    void sendTrailers(http::StreamId id, const http::Headers& trailers);
    void reset(http::StreamId id, http::ResetReason reason);
    void consumed(http::StreamId id, std::size_t bytes);
    void ping();
    // HTTP/1 has no windows: the socket is not read while the next hop is full.
    void holdBack(bool hold);

protected:
    [[nodiscard]] net::Stream& stream() { return m_stream; }
    [[nodiscard]] http::Codec* codec() { return m_codec.get(); }
    void setCodec(std::unique_ptr<http::Codec> codec);
    [[nodiscard]] Status receive(ByteView bytes);
    // After anything was sent: flush, close when finished, go on with what was pipelined.
    void settle();
    // receive() at the end of this turn: the codec has something to tell, or bytes were held back.
    void receiveSoon(Buffer held = {});

    Status onBytes(ByteView bytes) override { return receive(bytes); }
    void onEof() override;
    void onSent() override;
    void onClosed(const Error* why) final;
    Buffer& output() override { return m_codec ? m_codec->output() : m_early; }

    // The connection is gone; every stream was reset before.
    virtual void onGone(const Error* why) = 0;

private:
    net::Stream m_stream;
    std::unique_ptr<http::Codec> m_codec;
    Buffer m_early; // stays empty: nothing is sent before there is a codec
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    bool m_closing = false; // closeGracefully() was called
    bool m_held = false;
    bool m_resuming = false;
};

} // namespace causeway::serve
