// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/http_connection.h"

namespace causeway::lab {

HttpConnection::HttpConnection(net::EventLoop& loop, Socket socket, http::Role role,
                               http::Version version)
    : m_codec(version == http::Version::Http2 ? http::makeHttp2Codec(role, *this)
                                              : http::makeHttp1Codec(role, *this)),
      m_stream(loop,
               std::make_unique<net::PlainTransport>(std::move(socket.descriptor),
                                                     std::move(socket.peer)),
               *this) {}

void HttpConnection::sendWhole(http::StreamId id, std::string_view body, bool end) {
    if (m_codec->sendBody(id, bytesOf(body), end) != body.size())
        m_codec->reset(id, http::ResetReason::InternalError);
}

Status HttpConnection::onBytes(ByteView bytes) {
    CAUSEWAY_CHECK(m_codec->receive(bytes));
    closeIfFinished();
    return {};
}

void HttpConnection::onEof() {
    m_codec->receiveEof();
    m_stream.closeWhenFlushed();
}

void HttpConnection::onSent() {
    m_codec->flushed();
    closeIfFinished();
}

void HttpConnection::onClosed(const Error*) {
    onGone();
}

void HttpConnection::closeIfFinished() {
    if (m_codec->finished())
        m_stream.closeWhenFlushed();
}

} // namespace causeway::lab
