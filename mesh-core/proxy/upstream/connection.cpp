// SPDX-License-Identifier: Apache-2.0
#include "proxy/upstream/connection.h"

namespace causeway::proxy {
namespace {

// An HTTP/1 peer may close whenever it likes: the shorter we keep it idle, the rarer the race.
constexpr Duration kIdleHttp1 = std::chrono::seconds(3);
constexpr Duration kIdleHttp2 = std::chrono::minutes(5);

} // namespace

UpstreamConnection::UpstreamConnection(net::EventLoop& loop,
                                       std::unique_ptr<net::Transport> transport,
                                       http::Version version, Owner& owner,
                                       const KeepaliveTimes& keepalive)
    : serve::HttpConnection(loop, std::move(transport)), m_owner(owner), m_connectTimer([this] {
          m_timedOut = true;
          close();
      }),
      m_idleTimer([this] { closeGracefully(); }) {
    if (version == http::Version::Http2)
        m_keepalive.emplace(loop, keepalive, [this] { ping(); }, [this] { close(); });
    if (version == http::Version::Raw)
        setCodec(http::makeRawCodec(http::Role::Client, *this));
    else
        setCodec(version == http::Version::Http2 ? http::makeHttp2Codec(http::Role::Client, *this)
                                                 : http::makeHttp1Codec(http::Role::Client, *this));
}

void UpstreamConnection::limitConnectTime(Duration atMost) {
    stream().loop().arm(m_connectTimer, atMost);
}

void UpstreamConnection::countInto(TransportCounts& counts) {
    m_transport = &counts;
    counts.countOpened();
    stream().countInto(counts.read, counts.written);
}

void UpstreamConnection::measureBy(TcpReadings& readings, TcpReadings::Series& series) {
    m_readings = &readings;
    readings.opened(m_meter, series, stream().transport().fd(), resumed());
}

bool UpstreamConnection::canTake(std::uint32_t limit) {
    return m_opened && isOpen() && codec()->canOpenStream() && activeStreams() < limit;
}

std::uint32_t UpstreamConnection::peerLimit() {
    return codec()->peerMaxStreams();
}

Result<http::StreamId> UpstreamConnection::send(UpstreamUser& user, const http::RequestHead& head,
                                                bool end) {
    CAUSEWAY_TRY(const http::StreamId id, codec()->sendRequest(head, end));
    m_idleTimer.cancel();
    m_users.add(id, &user);
    settle();
    if (codec()->version() == http::Version::Raw)
        receiveSoon(); // there is nobody to say 200 but the codec itself
    return id;
}

void UpstreamConnection::abandon(http::StreamId id) {
    if (!m_users.take(id))
        return;
    reset(id, http::ResetReason::Cancelled);
    watchIdle();
    m_owner.onRoomChanged(*this);
}

void UpstreamConnection::release(http::StreamId id) {
    if (!m_users.take(id))
        return;
    watchIdle();
    m_owner.onRoomChanged(*this);
}

UpstreamUser* UpstreamConnection::find(http::StreamId id) {
    UpstreamUser** found = m_users.find(id);
    return found ? *found : nullptr;
}

// The response is complete: the user is told last, when the pool may use the room already.
void UpstreamConnection::finish(http::StreamId id) {
    m_users.take(id);
    watchIdle();
}

void UpstreamConnection::watchIdle() {
    if (m_users.empty())
        stream().loop().arm(m_idleTimer,
                            codec()->version() == http::Version::Http2 ? kIdleHttp2 : kIdleHttp1);
}

Status UpstreamConnection::onBytes(ByteView bytes) {
    if (m_keepalive)
        m_keepalive->heard();
    return receive(bytes);
}

void UpstreamConnection::onOpen() {
    m_connectTimer.cancel();
    m_opened = true;
    if (m_keepalive)
        m_keepalive->start();
    watchIdle();
    m_owner.onConnected(*this);
}

void UpstreamConnection::onResponse(http::StreamId id, http::ResponseHead&& head, bool end) {
    UpstreamUser* user = find(id);
    if (!user)
        return;
    if (end)
        finish(id);
    user->onResponse(std::move(head), end);
    if (end)
        m_owner.onRoomChanged(*this);
}

void UpstreamConnection::onBody(http::StreamId id, ByteView bytes, bool end) {
    UpstreamUser* user = find(id);
    if (!user) {
        codec()->consumed(id, bytes.size());
        return;
    }
    const bool over = end && !user->sendsOn();
    if (over)
        finish(id);
    user->onResponseBody(bytes, end);
    if (over)
        m_owner.onRoomChanged(*this);
}

void UpstreamConnection::onTrailers(http::StreamId id, http::Headers&& trailers) {
    if (UpstreamUser* user = find(id)) {
        finish(id);
        user->onResponseTrailers(std::move(trailers));
        m_owner.onRoomChanged(*this);
    }
}

void UpstreamConnection::onReset(http::StreamId id, http::ResetReason reason) {
    if (UpstreamUser* user = find(id)) {
        finish(id);
        user->onUpstreamReset(reason);
        m_owner.onRoomChanged(*this);
    }
}

void UpstreamConnection::onWritable(http::StreamId id) {
    if (UpstreamUser* user = find(id))
        user->onUpstreamWritable();
}

void UpstreamConnection::onGoaway(http::StreamId) {
    m_owner.onRoomChanged(*this);
}

void UpstreamConnection::onGone(const Error* why) {
    m_connectTimer.cancel();
    m_idleTimer.cancel();
    if (m_keepalive)
        m_keepalive->stop();
    if (m_transport)
        m_transport->countClosed(why);
    if (m_readings)
        m_readings->closed(m_meter);
    const Error late(ErrorKind::Timeout, "the connection was not there in time");
    m_owner.onGone(*this, m_timedOut ? &late : why);
}

} // namespace causeway::proxy
