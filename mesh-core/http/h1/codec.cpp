// SPDX-License-Identifier: Apache-2.0
#include "http/h1/codec.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::http {

std::unique_ptr<Codec> makeHttp1Codec(Role role, CodecEvents& events, const Limits& limits) {
    return std::make_unique<h1::Http1Codec>(role, events, limits);
}

} // namespace causeway::http

namespace causeway::http::h1 {

namespace {

constexpr std::size_t kMaxBacklog = 1024 * 1024;

} // namespace

Http1Codec::Http1Codec(Role role, CodecEvents& events, const Limits& limits)
    : m_role(role), m_events(events), m_limits(limits), m_scanner(m_limits), m_chunks(m_limits) {}

Status Http1Codec::receive(ByteView bytes) {
    if (m_closed)
        return {};
    m_backlog = false;
    if (m_input.empty()) {
        const auto used = process(bytes);
        if (!used)
            return refuseConnection(used.error());
        return keepForLater(bytes.subspan(*used));
    }
    m_input.append(bytes);
    const auto used = process(m_input.view());
    if (!used)
        return refuseConnection(used.error());
    m_input.consume(*used);
    m_input.release();
    return keepForLater({});
}

Status Http1Codec::keepForLater(ByteView rest) {
    if (m_closed) {
        m_input.clear();
        return {};
    }
    m_input.append(rest);
    m_backlog = waitsForTurn() && !m_input.empty();
    if (m_input.size() > kMaxBacklog) {
        m_events.onRefused(Refused::Pipelining);
        loseExchange(ResetReason::EnhanceYourCalm);
        return fail(ErrorKind::Exhausted, "the peer pipelined more than 1 MiB ahead of its turn");
    }
    return {};
}

// Uses as much of the front as it can; the rest is to be given again with more behind it.
Parsed<std::size_t> Http1Codec::process(ByteView bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !m_closed && !waitsForTurn()) {
        const ByteView rest = bytes.subspan(used);
        CAUSEWAY_TRY(const std::size_t step,
                     m_in.phase == Phase::Idle ? readHead(rest) : readBody(rest));
        if (step == 0)
            break;
        used += step;
    }
    return m_closed ? bytes.size() : used;
}

bool Http1Codec::waitsForTurn() const {
    return m_role == Role::Server && m_active && m_in.phase == Phase::Ended;
}

Parsed<std::size_t> Http1Codec::readHead(ByteView bytes) {
    const std::string_view text = textOf(bytes);
    // RFC 9112 section 2.2: one empty line before a request is forgiven.
    if (m_role == Role::Server && text.front() == '\r') {
        if (text.size() < 2)
            return 0;
        if (text[1] != '\n' || m_skippedLine)
            return refuse(Refused::NotHttp, 400, "a request that begins with CR");
        m_skippedLine = true;
        return 2;
    }
    if (m_role == Role::Client && !m_active)
        return refuse(Refused::Unasked, 502, "a response that nobody asked for");
    if (!isTokenChar(text.front())) // TLS or another protocol: do not wait for a line end
        return refuse(Refused::NotHttp, 400, "bytes that are not HTTP/1");
    CAUSEWAY_TRY(const std::size_t size, m_scanner.scan(text));
    if (size == 0)
        return 0;
    m_scanner.restart();
    const std::string_view head = text.substr(0, size);
    return m_role == Role::Server ? readRequest(head) : readResponse(head);
}

Parsed<std::size_t> Http1Codec::readRequest(std::string_view head) {
    CAUSEWAY_TRY(ParsedRequest request, parseRequest(head, m_limits));
    m_active = true;
    m_skippedLine = false;
    m_method = request.head.method;
    if (!request.head.upgrade.empty())
        keepUpgrade(request.head.upgrade);
    m_peerVersion = request.head.version;
    m_keepAlive = request.framing.keepAlive;
    m_expectContinue = request.framing.expectContinue;
    beginBody(m_in, request.framing.body, request.framing.length);
    m_events.onRequest(m_id, std::move(request.head),
                       m_in.phase == Phase::Ended && m_upgrade.empty());
    return head.size();
}

Parsed<std::size_t> Http1Codec::readResponse(std::string_view head) {
    CAUSEWAY_TRY(ParsedResponse response, parseResponse(head, m_method, m_limits));
    if (response.head.status == 101) {
        if (!awaitsUpgrade() || !equalsIgnoreCase(response.framing.upgrade, m_upgrade))
            return refuse(Refused::Unasked, 502, "101 Switching Protocols, which nobody asked for");
        beginUpgraded();
        m_events.onResponse(m_id, std::move(response.head), false);
        return head.size();
    }
    const bool interim = response.head.status < 200;
    if (!interim) {
        m_upgrade.clear(); // declined, if there was one
        m_keepAlive = m_keepAlive && response.framing.keepAlive
                      && response.framing.body != BodyKind::UntilClose
                      && response.framing.body != BodyKind::Tunnel;
        beginBody(m_in, response.framing.body, response.framing.length);
    }
    const StreamId id = m_id;
    const bool end = m_in.phase == Phase::Ended;
    if (end)
        endDirection(m_in);
    m_events.onResponse(id, std::move(response.head), end);
    return head.size();
}

Parsed<std::size_t> Http1Codec::readBody(ByteView bytes) {
    if (m_in.body == BodyKind::Chunked)
        return readChunks(bytes);
    if (m_in.body != BodyKind::Length) {
        m_events.onBody(m_id, bytes, false);
        return bytes.size();
    }
    const ByteView data = bytes.first(std::min<std::uint64_t>(m_in.left, bytes.size()));
    m_in.left -= data.size();
    const StreamId id = m_id;
    const bool end = m_in.left == 0;
    if (end)
        endDirection(m_in);
    m_events.onBody(id, data, end);
    return data.size();
}

Parsed<std::size_t> Http1Codec::readChunks(ByteView bytes) {
    CAUSEWAY_TRY(ChunkDecoder::Step step, m_chunks.step(bytes));
    const StreamId id = m_id;
    if (!step.data.empty())
        m_events.onBody(id, step.data, false);
    if (step.trailers && isOpen(id)) {
        endDirection(m_in);
        if (step.trailers->empty())
            m_events.onBody(id, {}, true);
        else
            m_events.onTrailers(id, std::move(*step.trailers));
    }
    return step.consumed;
}

void Http1Codec::beginBody(Direction& direction, BodyKind body, std::uint64_t length) {
    const bool empty = body == BodyKind::None || (body == BodyKind::Length && length == 0);
    direction = {empty ? Phase::Ended : Phase::Body, body, length};
    if (&direction == &m_in)
        m_chunks.restart();
}

// Both bodies are the other protocol's from here on, and end with the connection.
void Http1Codec::beginUpgraded() {
    m_upgraded = true;
    m_keepAlive = false;
    m_in = m_out = {Phase::Body, BodyKind::Tunnel, 0};
}

// Called before the event that tells of the end, so that the owner may open the next stream in it.
void Http1Codec::endDirection(Direction& direction) {
    direction.phase = Phase::Ended;
    const bool refusedTunnel =
        m_in.body == BodyKind::Tunnel && m_out.body != BodyKind::Tunnel && m_role == Role::Server;
    const bool bodyWillNotCome = (m_expectContinue && !m_keepAlive) || refusedTunnel;
    if (m_out.phase == Phase::Ended && (m_in.phase == Phase::Ended || bodyWillNotCome))
        finishExchange();
}

void Http1Codec::finishExchange() {
    m_active = false;
    m_starved = false;
    m_upgraded = false;
    m_upgrade.clear();
    m_expectContinue = false;
    m_in = m_out = {};
    m_id += 2;
    if (!m_keepAlive || m_draining)
        m_closed = true;
}

void Http1Codec::loseExchange(ResetReason reason) {
    m_closed = true;
    if (!m_active)
        return;
    m_active = false;
    m_events.onReset(m_id, reason);
}

Status Http1Codec::refuseConnection(const Refusal& refusal) {
    // Once a response has begun, an error page would be taken for a part of it.
    if (m_role == Role::Server && m_out.phase == Phase::Idle)
        writeRefusal(m_output, refusal, m_method != "HEAD" || !m_active);
    m_events.onRefused(refusal.kind);
    loseExchange(ResetReason::ProtocolError);
    return fail(ErrorKind::Protocol,
                fmt::format("the peer sent {}{}", refusal.reason,
                            m_role == Role::Server ? fmt::format(" (answered {})", refusal.status)
                                                   : std::string()));
}

void Http1Codec::receiveEof() {
    if (m_closed)
        return;
    m_keepAlive = false;
    if (!m_active) {
        m_closed = true;
        return;
    }
    if (m_in.phase == Phase::Ended && !(m_role == Role::Server && awaitsUpgrade()))
        return; // a client that only shut down its sending side
    if (m_in.phase == Phase::Body
        && (m_in.body == BodyKind::UntilClose || m_in.body == BodyKind::Tunnel)) {
        const StreamId id = m_id;
        endDirection(m_in);
        m_events.onBody(id, {}, true);
        return;
    }
    if (m_in.phase == Phase::Body) // a length, or a last chunk, was promised
        m_events.onRefused(Refused::Truncated);
    loseExchange(ResetReason::ConnectionLost);
}

// A tunnel's end is not told from its breaking off by what came before.
void Http1Codec::connectionLost() {
    const bool tunnel = m_in.body == BodyKind::Tunnel && m_out.body == BodyKind::Tunnel;
    if (!m_closed && m_active && tunnel)
        loseExchange(ResetReason::ConnectionLost);
    else
        receiveEof();
}

} // namespace causeway::http::h1
