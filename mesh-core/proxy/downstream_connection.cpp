// SPDX-License-Identifier: Apache-2.0
#include "proxy/downstream_connection.h"

#include "base/log.h"
#include "proxy/exchange.h"
#include "proxy/worker_context.h"
#include "tls/transport.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kTooSlow = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                                      "Content-Length: 0\r\n\r\n";
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

} // namespace

DownstreamConnection::DownstreamConnection(WorkerContext& worker,
                                           std::unique_ptr<net::Transport> transport,
                                           std::shared_ptr<const ListenerSpec> listener,
                                           IpAddress peer)
    : HttpConnection(worker.loop, std::move(transport)), m_worker(worker),
      m_listener(std::move(listener)),
      m_peer(std::make_shared<Peer>(Peer{peer, false, {}, {}, {}})),
      m_headerTimer([this] { refuseSlowHead(); }) {
    worker.loop.arm(m_headerTimer, worker.options.headerTimeout);
}

DownstreamConnection::~DownstreamConnection() = default;

void DownstreamConnection::onOpen() {
    auto* secured = dynamic_cast<tls::Transport*>(&stream().transport());
    if (!secured)
        return;
    Peer peer{m_peer->ip, !m_listener->isEdge(), {}, secured->peerCertificate(), {}};
    if (secured->peerIdentity())
        peer.identity = secured->peerIdentity()->uri();
    if (peer.leaf)
        peer.fingerprint = peer.leaf->fingerprint();
    m_peer = std::make_shared<const Peer>(std::move(peer));
    if (secured->alpn() == "h2")
        useCodec(http::Version::Http2);
}

Status DownstreamConnection::onBytes(ByteView bytes) {
    if (codec()) {
        if (activeStreams() == 0 && !m_headerTimer.armed())
            watchHeader();
        return receive(bytes);
    }
    m_undetected.append(bytes);
    const std::string_view begin = textOf(m_undetected.view()).substr(0, kPreface.size());
    if (begin.size() < kPreface.size() && kPreface.starts_with(begin))
        return {};
    useCodec(begin == kPreface ? http::Version::Http2 : http::Version::Http11);
    Buffer held;
    std::swap(held, m_undetected);
    return receive(held.view());
}

void DownstreamConnection::useCodec(http::Version version) {
    http::Limits limits;
    const rules::ProxySettings* settings = m_worker.config.settings();
    // What the mesh sees of us; the way out (outbound, egress) is for our own.
    const Role role = m_listener->role;
    if (settings && (role == Role::Ingress || role == Role::Inbound))
        m_requestsLeft = settings->maxRequestsPerConnection;
    if (m_requestsLeft > 0)
        limits.maxConcurrentStreams = std::min(limits.maxConcurrentStreams, m_requestsLeft);
    setCodec(version == http::Version::Http2
                 ? http::makeHttp2Codec(http::Role::Server, *this, limits)
                 : http::makeHttp1Codec(http::Role::Server, *this, limits));
    if (version == http::Version::Http2)
        m_headerTimer.cancel();
}

// HTTP/2 frames have bounds of their own; an HTTP/1 head could drip for ever.
void DownstreamConnection::watchHeader() {
    if (codec()->version() != http::Version::Http2)
        m_worker.loop.arm(m_headerTimer, m_worker.options.headerTimeout);
}

void DownstreamConnection::refuseSlowHead() {
    log::info(
        "closing a connection from {}: no whole request within {} s", m_peer->ip.serialize(),
        std::chrono::duration_cast<std::chrono::seconds>(m_worker.options.headerTimeout).count());
    if (!codec() || codec()->version() == http::Version::Http2)
        return close();
    codec()->output().append(kTooSlow);
    stream().closeWhenFlushed();
}

void DownstreamConnection::countRequest() {
    if (m_requestsLeft > 0 && --m_requestsLeft == 0)
        codec()->closeGracefully();
}

void DownstreamConnection::onRequest(http::StreamId id, http::RequestHead&& head, bool end) {
    m_headerTimer.cancel();
    countRequest();
    auto exchange =
        std::allocate_shared<Exchange>(BlockAllocator<Exchange>(), m_worker, *this, id);
    m_exchanges.add(id, exchange);
    exchange->begin(std::move(head), end);
}

std::shared_ptr<Exchange> DownstreamConnection::find(http::StreamId id) {
    const auto* found = m_exchanges.find(id);
    return found ? *found : nullptr;
}

void DownstreamConnection::onBody(http::StreamId id, ByteView bytes, bool end) {
    if (const auto exchange = find(id))
        exchange->onRequestBody(bytes, end);
    else
        codec()->consumed(id, bytes.size()); // answered already: what still comes is dropped
}

void DownstreamConnection::onTrailers(http::StreamId id, http::Headers&& trailers) {
    if (const auto exchange = find(id))
        exchange->onRequestTrailers(std::move(trailers));
}

void DownstreamConnection::onReset(http::StreamId id, http::ResetReason) {
    if (const auto exchange = m_exchanges.take(id))
        exchange->onClientGone();
}

void DownstreamConnection::onWritable(http::StreamId id) {
    if (const auto exchange = find(id))
        exchange->onClientWritable();
}

void DownstreamConnection::sendResponse(http::StreamId id, const http::ResponseHead& head,
                                        bool end) {
    codec()->sendResponse(id, head, end);
    settle();
}

void DownstreamConnection::forget(http::StreamId id) {
    m_exchanges.take(id);
    holdBack(false);
}

void DownstreamConnection::onGone(const Error* why) {
    m_headerTimer.cancel();
    if (why && log::enabled(log::Level::Debug))
        log::debug("connection from {} ended: {}", m_peer->ip.serialize(), why->describe());
    auto ended = std::exchange(m_exchanges, {});
    ended.forEach([](http::StreamId, const std::shared_ptr<Exchange>& exchange) {
        exchange->onClientGone();
    });
    m_worker.release(*this);
}

} // namespace causeway::proxy
