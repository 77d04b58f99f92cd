// SPDX-License-Identifier: Apache-2.0
#include "http/raw/codec.h"

namespace causeway::http {

std::unique_ptr<Codec> makeRawCodec(Role role, CodecEvents& events, std::string authority) {
    return std::make_unique<raw::RawCodec>(role, events, std::move(authority));
}

} // namespace causeway::http

namespace causeway::http::raw {
namespace {

constexpr std::size_t kMaxOutput = 64 * 1024;

} // namespace

void RawCodec::begin() {
    if (m_role == Role::Server && m_phase == Phase::Idle) {
        m_phase = Phase::Open;
        RequestHead head;
        head.version = Version::Raw;
        head.method = "CONNECT";
        head.authority = head.headers.arena().store(m_authority);
        m_events.onRequest(kId, std::move(head), false);
    } else if (m_role == Role::Client && m_phase == Phase::Begun) {
        m_phase = Phase::Open;
        ResponseHead head;
        head.version = Version::Raw;
        head.status = 200;
        m_events.onResponse(kId, std::move(head), false);
    }
}

Status RawCodec::receive(ByteView bytes) {
    begin();
    if (m_phase == Phase::Idle && !bytes.empty()) {
        m_phase = Phase::Done;
        return fail(ErrorKind::Protocol, "the peer sent bytes before anybody was connected to it");
    }
    if (m_phase == Phase::Open && !bytes.empty())
        m_events.onBody(kId, bytes, false);
    return {};
}

void RawCodec::receiveEof() {
    begin();
    if (m_phase == Phase::Idle) {
        m_phase = Phase::Done;
        return;
    }
    if (m_phase != Phase::Open || m_receivedAll)
        return;
    m_receivedAll = true;
    endIfBothEnded();
    m_events.onBody(kId, {}, true);
}

void RawCodec::connectionLost() {
    const bool told = m_phase == Phase::Open || m_phase == Phase::Begun;
    m_phase = Phase::Done;
    if (told)
        m_events.onReset(kId, ResetReason::ConnectionLost);
}

void RawCodec::endIfBothEnded() {
    if (m_receivedAll && m_sentAll)
        m_phase = Phase::Done;
}

void RawCodec::flushed() {
    if (!m_starved || activeStreams() == 0 || m_output.size() > kMaxOutput / 2)
        return;
    m_starved = false;
    m_events.onWritable(kId);
}

bool RawCodec::canOpenStream() const {
    return m_role == Role::Client && m_phase == Phase::Idle;
}

Result<StreamId> RawCodec::sendRequest(const RequestHead&, bool end) {
    if (!canOpenStream())
        return fail(ErrorKind::Unavailable, "this connection is somebody else's already");
    m_phase = Phase::Begun;
    m_sentAll = end;
    return kId;
}

void RawCodec::sendResponse(StreamId id, const ResponseHead& head, bool end) {
    if (!isOpen(id) || head.status < 200)
        return;
    if (head.status >= 300)
        m_phase = Phase::Done;
    m_sentAll = m_sentAll || end;
    endIfBothEnded();
}

std::size_t RawCodec::sendBody(StreamId id, ByteView bytes, bool end) {
    if (!isOpen(id) || m_sentAll)
        return bytes.size();
    const ByteView taken =
        bytes.first(std::min(bytes.size(), kMaxOutput - std::min(kMaxOutput, m_output.size())));
    m_output.append(taken);
    m_starved = taken.size() < bytes.size();
    m_sentAll = end && !m_starved;
    endIfBothEnded();
    return taken.size();
}

void RawCodec::sendTrailers(StreamId id, const Headers&) { // no place for them
    (void)sendBody(id, {}, true);
}

void RawCodec::reset(StreamId id, ResetReason) {
    if (isOpen(id))
        m_phase = Phase::Done;
}

void RawCodec::closeGracefully() {
    if (activeStreams() == 0)
        m_phase = Phase::Done;
}

} // namespace causeway::http::raw
