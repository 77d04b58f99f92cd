// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/connection.h"

#include "base/log.h"
#include "proxy/filters/mesh_headers.h"

namespace causeway::proxy {
namespace {

constexpr std::size_t kMostBody = 1024;

// One word that can be counted; the sentence is for the log.
std::string reasonOf(const Error& why, ProbeConnection::Phase phase) {
    const std::string sentence = why.describe();
    if (why.kind() == ErrorKind::Timeout)
        return "timeout";
    if (why.kind() == ErrorKind::Unauthenticated)
        return "identity";
    if (sentence.find("refused") != sentence.npos)
        return "refused";
    if (sentence.find("reset") != sentence.npos)
        return "reset";
    if (sentence.find("unreachable") != sentence.npos || sentence.find("No route") != sentence.npos)
        return "unreachable";
    return phase == ProbeConnection::Phase::Connect     ? "connect"
           : phase == ProbeConnection::Phase::Handshake ? "handshake"
                                                        : "closed";
}

} // namespace

ProbeConnection::ProbeConnection(net::EventLoop& loop, Dial dial, Hooks hooks)
    : m_loop(loop), m_dial(std::move(dial)), m_hooks(std::move(hooks)),
      m_limit([this] { fail("timeout"); }) {}

Result<std::shared_ptr<ProbeConnection>> ProbeConnection::open(net::EventLoop& loop, Dial dial,
                                                               Hooks hooks) {
    std::shared_ptr<ProbeConnection> made(
        new ProbeConnection(loop, std::move(dial), std::move(hooks)));
    const ProbeTarget& target = made->m_dial.target;
    made->m_dialledAt = loop.clock().now();
    CAUSEWAY_TRY(net::Descriptor socket, net::startConnect(target.address, made->m_dial.source));
    CAUSEWAY_TRY(auto secured,
                 tls::Transport::connect(
                     made->m_dial.context, std::move(socket), target.address,
                     {target.serverName, target.identity, made->m_dial.sessionKey,
                      made->m_dial.resume}));
    auto timed = std::make_unique<TimedTransport>(std::move(secured), target.address, loop.clock());
    made->m_transport = timed.get();
    UpstreamConnection::Owner& owner = *made;
    // A probe asks often enough by itself.
    static constexpr KeepaliveTimes kNoKeepalive{.interval = Duration::zero()};
    made->m_connection = std::make_unique<UpstreamConnection>(
        loop, std::move(timed), http::Version::Http2, owner, kNoKeepalive);
    made->m_connection->limitConnectTime(made->m_dial.limit);
    made->m_connection->start();
    return made;
}

void ProbeConnection::onConnected(UpstreamConnection&) {
    const MonotonicTime connected = *m_transport->connectedAt();
    m_setUp = SetUp{connected - m_dialledAt, *m_transport->securedAt() - connected,
                    m_transport->resumed()};
    m_hooks.opened(*m_setUp);
}

void ProbeConnection::ask(std::string_view path) {
    http::RequestHead head;
    http::Arena& arena = head.headers.arena();
    head.version = http::Version::Http2;
    head.method = "GET";
    head.scheme = "https";
    head.authority = arena.store(m_dial.target.serverName);
    head.path = arena.store(path);
    send(head, {});
}

void ProbeConnection::call(const Call& call) {
    http::RequestHead head;
    http::Arena& arena = head.headers.arena();
    head.version = http::Version::Http2;
    head.method = "POST";
    head.scheme = "https";
    head.authority = arena.store(call.authority);
    head.path = arena.store(call.path);
    head.headers.add("content-type", "application/grpc");
    head.headers.add("te", "trailers");
    head.headers.add("causeway-link", call.link);
    send(head, call.message);
}

void ProbeConnection::send(const http::RequestHead& head, std::string_view body) {
    m_answer = {};
    m_askedAt = m_loop.clock().now();
    const auto sent = m_connection->send(*this, head, body.empty());
    if (!sent)
        return fail("closed");
    m_stream = *sent;
    if (!body.empty())
        (void)m_connection->sendBody(m_stream, bytesOf(body), true); // far below any window
    m_loop.arm(m_limit, m_dial.limit);
}

void ProbeConnection::readMore(const http::Headers& headers) {
    if (auto status = grpc::parseStatus(headers))
        m_answer.grpc = std::move(status);
}

void ProbeConnection::onResponse(http::ResponseHead&& head, bool end) {
    const MonotonicTime now = m_loop.clock().now();
    m_answer.status = head.status;
    m_answer.time = now - m_askedAt;
    m_answer.whole = now - m_dialledAt;
    m_answer.error = head.headers.find(kErrorHeader).value_or("");
    m_answer.hops = head.headers.find(kHopsHeader).value_or("");
    readMore(head.headers);
    if (end)
        complete();
}

void ProbeConnection::onResponseBody(ByteView bytes, bool end) {
    if (!end)
        m_connection->consumed(m_stream, bytes.size());
    if (m_answer.body.size() + bytes.size() <= kMostBody)
        m_answer.body += textOf(bytes);
    if (end)
        complete();
}

void ProbeConnection::onResponseTrailers(http::Headers&& trailers) {
    readMore(trailers);
    complete();
}

void ProbeConnection::complete() {
    m_limit.cancel();
    m_stream = 0;
    m_hooks.answered(m_answer);
}

void ProbeConnection::onUpstreamReset(http::ResetReason reason) {
    m_stream = 0;
    if (reason == http::ResetReason::ConnectionLost)
        m_failure = m_failure.empty() ? "closed" : m_failure; // onGone() follows, and may know why
    else
        fail("stream-reset");
}

void ProbeConnection::fail(std::string reason) {
    m_failure = std::move(reason);
    // From inside an event of the connection: it may not end there.
    m_loop.defer([keep = std::weak_ptr(m_alive), this] {
        if (!keep.expired())
            m_connection->close();
    });
}

void ProbeConnection::onGone(UpstreamConnection&, const Error* why) {
    m_limit.cancel();
    m_ended = true;
    const Phase phase = m_setUp                       ? Phase::Open
                        : m_transport->connectedAt() ? Phase::Handshake
                                                     : Phase::Connect;
    if (!m_setUp || m_failure == "closed")
        m_failure = why ? reasonOf(*why, phase) : "closed";
    if (why && !m_failure.empty())
        log::debug("probe of {}: {}", m_dial.target.link, why->describe());
    m_hooks.ended(phase, m_failure);
}

std::uint64_t ProbeConnection::takeBytes() {
    const std::uint64_t all = std::max(bytesOnTheWire(m_transport->fd()), m_bytesTaken);
    return all - std::exchange(m_bytesTaken, all);
}

} // namespace causeway::proxy
