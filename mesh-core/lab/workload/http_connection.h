// SPDX-License-Identifier: Apache-2.0
// A connection that speaks HTTP through one of our codecs: what the applications of a lab and their
// callers have in common. Owned by a server or a client, on the loop's thread; it is destroyed by
// its owner after onGone(), never from within a callback.
#pragma once

#include "http/codec.h"
#include "net/stream.h"

#include <memory>
#include <string>

namespace causeway::lab {

class HttpConnection : protected net::StreamUser, protected http::CodecEvents {
public:
    struct Socket {
        net::Descriptor descriptor;
        net::Address peer;
    };

    HttpConnection(net::EventLoop& loop, Socket socket, http::Role role, http::Version version);

    void start() { m_stream.start(); }
    [[nodiscard]] bool open() const { return !m_stream.isClosed(); }
    void close() { m_stream.close(); }

protected:
    // The connection has ended; streams that were under way have been reset.
    virtual void onGone() = 0;

    [[nodiscard]] http::Codec& codec() { return *m_codec; }
    void flush() { m_stream.flushSoon(); }
    // A body that fits any window: what applications here send is small.
    void sendWhole(http::StreamId id, std::string_view body, bool end);

private:
    Status onBytes(ByteView bytes) override;
    void onEof() override;
    void onSent() override;
    void onClosed(const Error* why) final;
    Buffer& output() override { return m_codec->output(); }
    void closeIfFinished();

    std::unique_ptr<http::Codec> m_codec;
    net::Stream m_stream;
};

} // namespace causeway::lab
