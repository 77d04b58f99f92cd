// SPDX-License-Identifier: Apache-2.0
// The sending half of the HTTP/1 codec.
#include "http/authority.h"
#include "http/fields.h"
#include "http/h1/codec.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::http::h1 {

namespace {

constexpr std::size_t kMaxOutput = 64 * 1024;

bool expectsBody(std::string_view method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

// A head that came by HTTP/2 may hold what HTTP/1 cannot say.
Status checkWritable(const RequestHead& head, std::string& knownAuthority) {
    if (!isToken(head.method))
        return fail(ErrorKind::InvalidInput, "the method is not a token");
    if (!head.path.empty() && !isTarget(head.path))
        return fail(ErrorKind::InvalidInput,
                    "the path has a character that a request line cannot carry");
    if (!head.upgrade.empty() && !isProtocolName(head.upgrade))
        return fail(ErrorKind::InvalidInput, "the upgrade is to something that is no protocol");
    if (head.authority.empty() && head.method != "CONNECT")
        return {};
    // As a rule it is the same all the time.
    if (!knownAuthority.empty() && head.authority == knownAuthority)
        return {};
    CAUSEWAY_CHECK(parseAuthority(head.authority));
    knownAuthority = head.authority;
    return {};
}

} // namespace

bool Http1Codec::canOpenStream() const {
    return m_role == Role::Client && !m_active && !m_closed && !m_draining;
}

Result<StreamId> Http1Codec::sendRequest(const RequestHead& head, bool end) {
    if (!canOpenStream())
        return fail(ErrorKind::Unavailable, "this HTTP/1 connection takes no request now");
    CAUSEWAY_CHECK(checkWritable(head, m_authority));
    const WireFraming framing = frameRequest(head, end);
    m_active = true;
    m_keepAlive = framing.body != BodyKind::Tunnel;
    m_method = head.method;
    if (!head.upgrade.empty())
        keepUpgrade(head.upgrade);
    writeRequestHead(m_output, head, framing);
    beginBody(m_out, framing.body, framing.contentLength.value_or(0));
    if (end)
        endSending();
    else
        m_out.phase = Phase::Body;
    return m_id;
}

WireFraming Http1Codec::frameRequest(const RequestHead& head, bool end) const {
    if (head.method == "CONNECT")
        return {BodyKind::Tunnel, std::nullopt, ""};
    if (!head.upgrade.empty())
        return {BodyKind::None, std::nullopt, "upgrade", head.upgrade};
    if (head.contentLength)
        return {BodyKind::Length, head.contentLength, ""};
    if (!end)
        return {BodyKind::Chunked, std::nullopt, ""};
    if (expectsBody(head.method))
        return {BodyKind::None, 0, ""};
    return {};
}

void Http1Codec::sendResponse(StreamId id, const ResponseHead& head, bool end) {
    if (!isOpen(id) || m_role != Role::Server || m_out.phase != Phase::Idle)
        return;
    if (head.status == 101) {
        if (!awaitsUpgrade())
            return;
        writeResponseHead(m_output, head, {BodyKind::Tunnel, std::nullopt, "upgrade", m_upgrade});
        beginUpgraded();
        return;
    }
    if (head.status < 200) {
        if (head.status == 100)
            m_expectContinue = false;
        if (m_peerVersion == Version::Http11) // HTTP/1.0 would take it for the final one
            writeResponseHead(m_output, head, {});
        return;
    }
    m_upgrade.clear(); // declined, if there was one
    const WireFraming framing = frameResponse(head, end);
    writeResponseHead(m_output, head, framing);
    beginBody(m_out, framing.body, framing.contentLength.value_or(0));
    if (end)
        endSending();
    else
        m_out.phase = Phase::Body; // also without a body: what the owner sends is dropped then
}

void Http1Codec::endSending() {
    // It promised more than it has: only the end of the connection can tell the peer.
    if (m_out.body == BodyKind::Length && m_out.left > 0)
        m_closed = true;
    endDirection(m_out);
}

WireFraming Http1Codec::frameResponse(const ResponseHead& head, bool end) {
    const bool connect = m_method == "CONNECT";
    const bool success = head.status / 100 == 2;
    const bool noBody = m_method == "HEAD" || head.status == 204 || head.status == 304;
    WireFraming framing;
    if (connect && success) {
        m_keepAlive = false;
        framing.body = BodyKind::Tunnel;
        return framing;
    }
    if (head.status != 204)
        framing.contentLength = head.contentLength;
    if (!noBody && !framing.contentLength && end)
        framing.contentLength = 0;
    if (!noBody && framing.contentLength)
        framing.body = BodyKind::Length;
    else if (!noBody)
        framing.body = m_peerVersion == Version::Http11 ? BodyKind::Chunked : BodyKind::UntilClose;
    // A client that waits for 100 and gets a final status will not send its body.
    const bool bodyWillNotCome = m_expectContinue && m_in.phase != Phase::Ended;
    if (m_draining || connect || bodyWillNotCome || framing.body == BodyKind::UntilClose)
        m_keepAlive = false;
    if (!m_keepAlive)
        framing.connection = "close";
    else if (m_peerVersion == Version::Http10)
        framing.connection = "keep-alive";
    return framing;
}

std::size_t Http1Codec::sendBody(StreamId id, ByteView bytes, bool end) {
    if (!isOpen(id) || m_out.phase != Phase::Body)
        return bytes.size();
    const bool dropped = m_out.body == BodyKind::None;
    const std::size_t room =
        dropped ? bytes.size() : kMaxOutput - std::min(kMaxOutput, m_output.size());
    const ByteView taken = bytes.first(std::min(room, bytes.size()));
    m_starved = taken.size() < bytes.size();
    if (m_out.body == BodyKind::Length) {
        if (taken.size() > m_out.left) { // more would be read as the next message
            m_closed = true;
            return bytes.size();
        }
        m_out.left -= taken.size();
    }
    if (m_out.body == BodyKind::Chunked)
        writeChunk(m_output, taken);
    else if (!dropped)
        m_output.append(taken);
    if (end && !m_starved) {
        if (m_out.body == BodyKind::Chunked)
            writeLastChunk(m_output, {});
        endSending();
    }
    return taken.size();
}

void Http1Codec::sendTrailers(StreamId id, const Headers& trailers) {
    if (!isOpen(id) || m_out.phase != Phase::Body)
        return;
    if (m_out.body != BodyKind::Chunked) { // no place for them
        (void)sendBody(id, {}, true);
        return;
    }
    writeLastChunk(m_output, trailers);
    endDirection(m_out);
}

void Http1Codec::reset(StreamId id, ResetReason) {
    if (!isOpen(id))
        return;
    m_active = false;
    m_closed = true;
}

void Http1Codec::closeGracefully() {
    m_draining = true;
    // A client that has just connected has its first request on the way: it would lose it.
    const bool isNew = m_role == Role::Server && m_id == kFirstId;
    if (!m_active && m_input.empty() && !isNew)
        m_closed = true;
}

void Http1Codec::flushed() {
    if (!m_starved || !m_active || m_closed || m_output.size() > kMaxOutput / 2)
        return;
    m_starved = false;
    m_events.onWritable(m_id);
}

bool Http1Codec::outputEnded() const {
    return m_closed || (m_active && !m_keepAlive && m_out.phase == Phase::Ended);
}

} // namespace causeway::http::h1
