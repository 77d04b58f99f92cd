// SPDX-License-Identifier: Apache-2.0
// One connection from an application, a sidecar or a gateway, and the requests on it. Phases: TLS
// (where the listener asks for it), detection of what it speaks (where TLS did not settle it; of
// anything but HTTP only where it is known whom opaque bytes would be for), serving. Owned by its
// Worker; on its thread.
#pragma once

#include "http/stream_table.h"
#include "proxy/detect/detection.h"
#include "serve/http_connection.h"
#include "proxy/keepalive.h"
#include "proxy/request.h"

namespace causeway::proxy {

class Exchange;
struct TransportCounts;
struct WorkerContext;

class DownstreamConnection final : public serve::HttpConnection {
public:
    DownstreamConnection(WorkerContext& worker, std::unique_ptr<net::Transport> transport,
                         std::shared_ptr<const ListenerSpec> listener, IpAddress peer);
    ~DownstreamConnection() override;

    void sendResponse(http::StreamId id, const http::ResponseHead& head, bool end);
    [[nodiscard]] std::size_t sendBody(http::StreamId id, ByteView bytes, bool end);
    // Rules have changed: every request under way is judged again.
    void recheck();
    // The exchange is over; nothing of this stream is told any more. `unfinished`: its request has
    // not ended, and is of no use to anybody.
    void forget(http::StreamId id, bool unfinished);
    // Who drips its request gets an answer, and HTTP/1 then the end of the connection.
    void closeAfterAnswer();
    // Who does not take its response loses it, and with HTTP/1 the connection.
    void breakOff(http::StreamId id);
    [[nodiscard]] const std::shared_ptr<const Peer>& peer() const { return m_peer; }
    [[nodiscard]] const std::shared_ptr<const ListenerSpec>& listener() const { return m_listener; }

private:
    Status onBytes(ByteView bytes) override;
    void onOpen() override;
    void onEof() override;
    void onGone(const Error* why) override;
    void onRequest(http::StreamId id, http::RequestHead&& head, bool end) override;
    void onBody(http::StreamId id, ByteView bytes, bool end) override;
    void onTrailers(http::StreamId id, http::Headers&& trailers) override;
    void onReset(http::StreamId id, http::ResetReason reason) override;
    void onWritable(http::StreamId id) override;
    void onRefused(http::Refused kind) override;

    [[nodiscard]] std::shared_ptr<Exchange> find(http::StreamId id);
    void useCodec(http::Version version);
    // Asks configuration what is spoken here, waiting for it if need be.
    void awaitProtocol();
    void beginDetection(Expected expected);
    [[nodiscard]] Status takeStep(Detection::Step step);
    [[nodiscard]] Status decide(http::Version version);
    void keepServerName();
    void onSilence();
    void countRequest();
    [[nodiscard]] bool answerProbe(http::StreamId id, const http::RequestHead& head);
    void countOpened();
    void watchHeader(http::Version version);
    void refuseSlowHead();

    WorkerContext& m_worker;
    std::shared_ptr<const ListenerSpec> m_listener;
    std::shared_ptr<const Peer> m_peer;
    http::StreamTable<std::shared_ptr<Exchange>> m_exchanges;
    Buffer m_undetected;
    std::unique_ptr<Detection> m_detection; // until it is decided
    std::shared_ptr<bool> m_interest;       // while configuration is waited for
    TransportCounts* m_transport = nullptr; // once open
    net::Timer m_headerTimer;               // a head that never ends, a handshake that never ends
    net::Timer m_detectTimer;
    std::unique_ptr<Keepalive> m_keepalive; // HTTP/2
    std::uint32_t m_requestsLeft = 0; // 0: no bound
    bool m_opened = false;            // any handshake is over
    bool m_closesAfterAnswer = false;
};

} // namespace causeway::proxy
