// SPDX-License-Identifier: Apache-2.0
// One connection to an endpoint and the requests on it. Owned by its EndpointPool.
#pragma once

#include "http/stream_table.h"
#include "serve/http_connection.h"
#include "proxy/keepalive.h"
#include "proxy/tcp_readings.h"
#include "proxy/transports.h"
#include "proxy/upstream/user.h"

namespace causeway::proxy {

class UpstreamConnection final : public serve::HttpConnection {
public:
    // What the pool wants to know; called from inside the connection's events.
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void onConnected(UpstreamConnection& connection) = 0;
        virtual void onRoomChanged(UpstreamConnection& connection) = 0;
        virtual void onGone(UpstreamConnection& connection, const Error* why) = 0;
        virtual void onRefused(http::Refused kind) = 0;
    };

    UpstreamConnection(net::EventLoop& loop, std::unique_ptr<net::Transport> transport,
                       http::Version version, Owner& owner, const KeepaliveTimes& keepalive);

    // Whether one more request fits, given how many the peer is known to take at once.
    [[nodiscard]] bool canTake(std::uint32_t limit);
    [[nodiscard]] std::uint32_t peerLimit();
    [[nodiscard]] bool wasOpened() const { return m_opened; }
    // Of an open one: its TLS session is that of one before.
    [[nodiscard]] bool resumed() { return stream().transport().resumed(); }
    void limitConnectTime(Duration atMost);
    // Of an open one.
    void countInto(TransportCounts& counts);
    void measureBy(TcpReadings& readings, TcpReadings::Series& series);
    // Whether the pool has it on its list of those with room.
    bool listed = false;

    [[nodiscard]] Result<http::StreamId> send(UpstreamUser& user, const http::RequestHead& head,
                                              bool end);
    // The user has no more interest: nothing more is told, the stream is reset.
    void abandon(http::StreamId id);
    // The same for a tunnel that both sides have ended: what is still in line goes out.
    void release(http::StreamId id);

private:
    [[nodiscard]] UpstreamUser* find(http::StreamId id);
    void finish(http::StreamId id);
    void watchIdle();

    Status onBytes(ByteView bytes) override;
    void onOpen() override;
    void onResponse(http::StreamId id, http::ResponseHead&& head, bool end) override;
    void onBody(http::StreamId id, ByteView bytes, bool end) override;
    void onTrailers(http::StreamId id, http::Headers&& trailers) override;
    void onReset(http::StreamId id, http::ResetReason reason) override;
    void onWritable(http::StreamId id) override;
    void onGoaway(http::StreamId lastProcessed) override;
    void onRefused(http::Refused kind) override { m_owner.onRefused(kind); }
    void onSettings() override { m_owner.onRoomChanged(*this); }
    void onGone(const Error* why) override;

    Owner& m_owner;
    http::StreamTable<UpstreamUser*> m_users;
    TransportCounts* m_transport = nullptr;
    TcpReadings* m_readings = nullptr;
    TcpReadings::Meter m_meter;
    net::Timer m_connectTimer;
    net::Timer m_idleTimer;
    std::optional<Keepalive> m_keepalive; // HTTP/2
    bool m_opened = false;
    bool m_timedOut = false;
};

} // namespace causeway::proxy
