// SPDX-License-Identifier: Apache-2.0
#include "serve/http_connection.h"

namespace causeway::serve {

HttpConnection::HttpConnection(net::EventLoop& loop, std::unique_ptr<net::Transport> transport)
    : m_stream(loop, std::move(transport), *this) {}

void HttpConnection::closeGracefully() {
    m_closing = true;
    if (!m_codec) // it is new, and its first request on the way
        return;
    m_codec->closeGracefully();
    settle();
}

void HttpConnection::setCodec(std::unique_ptr<http::Codec> codec) {
    m_codec = std::move(codec);
    if (m_closing)
        m_codec->closeGracefully();
}

std::size_t HttpConnection::sendBody(http::StreamId id, ByteView bytes, bool end) {
    const std::size_t taken = m_codec->sendBody(id, bytes, end);
    settle();
    return taken;
}

void HttpConnection::sendTrailers(http::StreamId id, const http::Headers& trailers) {
    m_codec->sendTrailers(id, trailers);
    settle();
}

void HttpConnection::reset(http::StreamId id, http::ResetReason reason) {
    m_codec->reset(id, reason);
    if (m_codec->version() != http::Version::Raw)
        return settle();
    // An end would be taken for the end of what was sent: raw bytes have no other sign than RST.
    net::resetConnection(m_stream.transport().fd());
    m_stream.close();
}

void HttpConnection::ping() {
    m_codec->ping();
    m_stream.flushSoon();
}

void HttpConnection::consumed(http::StreamId id, std::size_t bytes) {
    m_codec->consumed(id, bytes);
    m_stream.flushSoon();
}

void HttpConnection::holdBack(bool hold) {
    if (m_codec->version() == http::Version::Http2 || hold == m_held)
        return;
    m_held = hold;
    settle();
}

Status HttpConnection::receive(ByteView bytes) {
    Status taken = m_codec->receive(bytes);
    settle();
    return taken;
}

void HttpConnection::settle() {
    if (m_stream.isClosed())
        return;
    const bool backlog = m_codec->hasBacklog();
    if (m_held || backlog)
        m_stream.pauseReading();
    else
        m_stream.resumeReading();
    if (backlog && !m_held && m_codec->backlogDue())
        receiveSoon();
    if (m_codec->finished())
        m_stream.closeWhenFlushed();
    else if (m_codec->outputEnded())
        m_stream.closeWriteWhenFlushed();
    else
        m_stream.flushSoon();
}

void HttpConnection::receiveSoon(Buffer held) {
    if (std::exchange(m_resuming, true) && held.empty())
        return;
    const auto kept = std::make_shared<Buffer>(std::move(held)); // a task is copied
    m_stream.loop().defer([this, alive = std::weak_ptr(m_alive), kept] {
        if (alive.expired() || m_stream.isClosed())
            return;
        m_resuming = false;
        if (!receive(kept->view()))
            m_stream.closeWhenFlushed();
    });
}

void HttpConnection::onEof() {
    if (!m_codec)
        return m_stream.close();
    m_codec->receiveEof();
    settle();
}

void HttpConnection::onSent() {
    if (!m_codec)
        return;
    m_codec->flushed();
    if (m_codec->finished())
        m_stream.closeWhenFlushed();
}

void HttpConnection::onClosed(const Error* why) {
    // Whatever ended the connection: streams that are still under way learn it as a reset.
    if (m_codec)
        m_codec->connectionLost();
    onGone(why);
}

} // namespace causeway::serve
