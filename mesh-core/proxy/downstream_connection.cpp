// SPDX-License-Identifier: Apache-2.0
#include "proxy/downstream_connection.h"

#include "base/log.h"
#include "proxy/detect/client_hello.h"
#include "proxy/detect/first_bytes.h"
#include "proxy/exchange.h"
#include "proxy/probe/service.h"
#include "proxy/worker_context.h"
#include "tls/transport.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kTooSlow = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                                      "Content-Length: 0\r\n\r\n";
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr Duration kConfigurationTimeout = std::chrono::seconds(3);

} // namespace

DownstreamConnection::DownstreamConnection(WorkerContext& worker,
                                           std::unique_ptr<net::Transport> transport,
                                           std::shared_ptr<const ListenerSpec> listener,
                                           IpAddress peer)
    : serve::HttpConnection(worker.loop, std::move(transport)), m_worker(worker),
      m_listener(std::move(listener)),
      m_peer(std::make_shared<Peer>(Peer{peer, false, {}, {}, {}})),
      m_headerTimer([this] { refuseSlowHead(); }), m_detectTimer([this] { onSilence(); }) {
    worker.loop.arm(m_headerTimer, worker.options.headerTimeout);
}

DownstreamConnection::~DownstreamConnection() = default;

void DownstreamConnection::onOpen() {
    m_opened = true;
    if (auto* secured = dynamic_cast<tls::Transport*>(&stream().transport())) {
        Peer peer{m_peer->ip, !m_listener->isEdge(), {}, secured->peerCertificate(), {}};
        if (secured->peerIdentity())
            peer.identity = secured->peerIdentity()->uri();
        if (peer.leaf)
            peer.fingerprint = peer.leaf->fingerprint();
        m_peer = std::make_shared<const Peer>(std::move(peer));
        if (!m_listener->isEdge())
            m_worker.counts.handshakesOfClients.count(secured->resumed());
        countOpened();
        if (secured->alpn() == "h2")
            return useCodec(http::Version::Http2);
    } else {
        countOpened();
    }
    if (!m_listener->destination().empty())
        awaitProtocol();
}

void DownstreamConnection::countOpened() {
    const Role role = m_listener->role;
    m_transport = &m_worker.transports.series({role == Role::Outbound || role == Role::Egress, true,
                                               m_peer->mutualTls, m_peer->identity, {}});
    m_transport->countOpened();
    stream().countInto(m_transport->read, m_transport->written);
}

void DownstreamConnection::awaitProtocol() {
    const auto expected = m_worker.planner.expected(*m_listener);
    if (const auto* known = std::get_if<Expected>(&expected))
        return beginDetection(*known);
    stream().pauseReading();
    if (!m_interest) {
        m_interest = std::make_shared<bool>(true);
        m_worker.loop.arm(m_detectTimer, kConfigurationTimeout);
    }
    const auto& name = std::get<Wait>(expected).name;
    if (!m_worker.config.whenChanged(name, m_interest, [this] { awaitProtocol(); }))
        close();
}

void DownstreamConnection::beginDetection(Expected expected) {
    m_interest.reset();
    m_detectTimer.cancel();
    stream().resumeReading();
    const MonotonicTime now = m_worker.loop.now();
    m_detection = std::make_unique<Detection>(
        m_worker.speakers, m_worker.tunnels.detected(m_listener->role == Role::Outbound),
        m_listener->destination(), expected, now);
    const Detection::Step step = m_detection->begin();
    if (step == Detection::Step::Http1) // declared: which of the two, its preface tells
        m_detection.reset();
    else if (step == Detection::Step::Raw)
        (void)decide(http::Version::Raw);
    else
        m_worker.loop.arm(m_detectTimer, m_detection->patience(now));
}

// The client has not said a word, or not enough; or configuration did not come.
void DownstreamConnection::onSilence() {
    if (m_interest)
        return beginDetection(Expected{});
    const Status taken = takeStep(m_detection->onSilence(m_worker.loop.now()));
    if (!taken)
        return close();
    if (m_detection)
        m_worker.loop.arm(m_detectTimer, m_detection->patience(m_worker.loop.now()));
}

Status DownstreamConnection::takeStep(Detection::Step step) {
    switch (step) {
    case Detection::Step::Wait:
        return {};
    case Detection::Step::Probe:
        m_headerTimer.cancel();
        useCodec(http::Version::Raw);
        return receive({});
    case Detection::Step::Http1:
        return decide(http::Version::Http11);
    case Detection::Step::Http2:
        return decide(http::Version::Http2);
    case Detection::Step::Raw:
        break;
    }
    return decide(http::Version::Raw);
}

// What was held back goes to the codec that it is for. A server that was asked in vain is let go.
Status DownstreamConnection::decide(http::Version version) {
    m_detectTimer.cancel();
    const bool probing = std::exchange(m_detection, nullptr)->probing();
    if (probing && version != http::Version::Raw) {
        std::exchange(m_exchanges, {}).forEach(
            [](http::StreamId, const auto& exchange) { exchange->onClientGone(); });
        watchHeader(version);
    }
    if (version == http::Version::Raw)
        keepServerName();
    if (!probing || version != http::Version::Raw)
        useCodec(version);
    Buffer held;
    std::swap(held, m_undetected);
    return receive(held.view());
}

// Of TLS that goes through as it is.
void DownstreamConnection::keepServerName() {
    const std::string_view begin = textOf(m_undetected.view());
    if (m_listener->role != Role::Outbound || classifyFirstBytes(begin) != FirstBytes::Tls)
        return;
    Peer peer = *m_peer;
    peer.asksTls = true;
    peer.serverName = serverNameOf(begin);
    m_peer = std::make_shared<const Peer>(std::move(peer));
}

Status DownstreamConnection::onBytes(ByteView bytes) {
    if (m_keepalive)
        m_keepalive->heard();
    if (codec() && !m_detection) {
        if (activeStreams() == 0 && !m_headerTimer.armed())
            watchHeader(codec()->version());
        return receive(bytes);
    }
    m_undetected.append(bytes);
    if (m_detection)
        return takeStep(m_detection->onBytes(textOf(m_undetected.view()), m_worker.loop.now()));
    const std::string_view begin = textOf(m_undetected.view()).substr(0, kPreface.size());
    if (begin.size() < kPreface.size() && kPreface.starts_with(begin))
        return {};
    useCodec(begin == kPreface ? http::Version::Http2 : http::Version::Http11);
    Buffer held;
    std::swap(held, m_undetected);
    return receive(held.view());
}

void DownstreamConnection::onEof() {
    if (m_detection) {
        if (!m_detection->probing() && m_undetected.empty()) {
            m_detection->onClosed(m_worker.loop.now());
            m_detection.reset();
            return close();
        }
        if (!decide(http::Version::Raw))
            return close();
    }
    serve::HttpConnection::onEof();
}

std::size_t DownstreamConnection::sendBody(http::StreamId id, ByteView bytes, bool end) {
    if (m_detection && !bytes.empty()) { // only a server that was asked can have any
        m_detection->onServerSpoke(m_worker.loop.now());
        m_detectTimer.cancel();
        m_detection.reset();
        if (!m_undetected.empty()) {
            stream().pauseReading();
            receiveSoon(std::exchange(m_undetected, {}));
        }
    }
    return serve::HttpConnection::sendBody(id, bytes, end);
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
    if (version == http::Version::Raw)
        setCodec(http::makeRawCodec(http::Role::Server, *this, m_listener->destination()));
    else
        setCodec(version == http::Version::Http2
                     ? http::makeHttp2Codec(http::Role::Server, *this, limits)
                     : http::makeHttp1Codec(http::Role::Server, *this, limits));
    if (version != http::Version::Http11)
        m_headerTimer.cancel();
    if (version != http::Version::Http2 || m_keepalive)
        return;
    m_keepalive = std::make_unique<Keepalive>(
        m_worker.loop, m_worker.options.keepalive, [this] { ping(); }, [this] { close(); });
    m_keepalive->start();
}

// HTTP/2 frames have bounds of their own; an HTTP/1 head could drip for ever.
void DownstreamConnection::watchHeader(http::Version version) {
    if (version == http::Version::Http11)
        m_worker.loop.arm(m_headerTimer, m_worker.options.headerTimeout);
}

void DownstreamConnection::refuseSlowHead() {
    const bool rest = codec() && m_exchanges.empty() && activeStreams() > 0; // of an answered one
    onRefused(!m_opened ? http::Refused::Tls
              : rest    ? http::Refused::SlowBody
                        : http::Refused::SlowHead);
    if (rest)
        return close();
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

// Neither counted nor bounded: what it tells is how the way is without traffic of applications.
bool DownstreamConnection::answerProbe(http::StreamId id, const http::RequestHead& head) {
    const TlsPtr& tls = m_worker.config.tls();
    if (!m_worker.probes || m_listener->role != Role::Ingress || !tls
        || !isProbe(head, tls->identity))
        return false;
    const ProbeAnswer answer = proxy::answerProbe(head, tls->identity, m_peer->identity,
                                                  m_worker.config.settings(), *m_worker.probes);
    sendResponse(id, answer.head, answer.body.empty());
    if (!answer.body.empty())
        (void)sendBody(id, bytesOf(answer.body), true); // far below what a stream may hold
    return true;
}

void DownstreamConnection::onRequest(http::StreamId id, http::RequestHead&& head, bool end) {
    m_headerTimer.cancel();
    if (answerProbe(id, head))
        return;
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
    if (end)
        m_headerTimer.cancel();
}

void DownstreamConnection::onTrailers(http::StreamId id, http::Headers&& trailers) {
    if (const auto exchange = find(id))
        exchange->onRequestTrailers(std::move(trailers));
    m_headerTimer.cancel();
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

void DownstreamConnection::recheck() {
    std::vector<std::shared_ptr<Exchange>> underWay; // ending one changes the table
    m_exchanges.forEach(
        [&](http::StreamId, const auto& exchange) { underWay.push_back(exchange); });
    for (const auto& each : underWay)
        each->recheck();
}

void DownstreamConnection::forget(http::StreamId id, bool unfinished) {
    m_exchanges.take(id);
    holdBack(false);
    if (m_closesAfterAnswer)
        return stream().closeWhenFlushed();
    if (!unfinished || !codec() || stream().isClosed())
        return;
    if (codec()->version() == http::Version::Http2)
        reset(id, http::ResetReason::Cancelled); // once it is answered
    else if (codec()->version() == http::Version::Http11 && activeStreams() > 0)
        m_worker.loop.arm(m_headerTimer, m_worker.options.headerTimeout); // for the rest of it
}

void DownstreamConnection::closeAfterAnswer() {
    if (codec()->version() == http::Version::Http2)
        return;
    codec()->closeGracefully();
    m_closesAfterAnswer = true;
}

void DownstreamConnection::breakOff(http::StreamId id) {
    if (codec()->version() == http::Version::Http2)
        return reset(id, http::ResetReason::EnhanceYourCalm);
    // What stands in line would wait for as long as the client likes.
    net::resetConnection(stream().transport().fd());
    close();
}

void DownstreamConnection::onRefused(http::Refused kind) {
    m_worker.counts.countRefused(kind);
}

void DownstreamConnection::onGone(const Error* why) {
    m_headerTimer.cancel();
    m_detectTimer.cancel();
    m_interest.reset();
    if (m_keepalive)
        m_keepalive->stop();
    if (m_detection)
        m_detection->onClosed(m_worker.loop.now());
    if (m_transport)
        m_transport->countClosed(why);
    if (why && !m_opened)
        onRefused(http::Refused::Tls);
    if (why && why->kind() == ErrorKind::Timeout)
        onRefused(http::Refused::SlowRead);
    if (why && log::enabled(log::Level::Debug))
        log::debug("connection from {} ended: {}", m_peer->ip.serialize(), why->describe());
    auto ended = std::exchange(m_exchanges, {});
    ended.forEach([](http::StreamId, const std::shared_ptr<Exchange>& exchange) {
        exchange->onClientGone();
    });
    m_worker.release(*this);
}

} // namespace causeway::proxy
