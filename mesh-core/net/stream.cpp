// SPDX-License-Identifier: Apache-2.0
#include "net/stream.h"

#include <array>

namespace causeway::net {
namespace {

constexpr std::size_t kReadAtOnce = 64 * 1024;
constexpr int kReadsPerTurn = 4; // then others get their turn

// One a thread: an idle stream has no read buffer at all.
std::span<std::uint8_t> scratch() {
    static thread_local std::vector<std::uint8_t> bytes(kReadAtOnce);
    return bytes;
}

} // namespace

Stream::Stream(EventLoop& loop, std::unique_ptr<Transport> transport, StreamUser& user)
    : m_loop(loop), m_transport(std::move(transport)), m_user(user) {}

Stream::~Stream() {
    if (m_phase == Phase::Handshake || m_phase == Phase::Open)
        m_loop.unwatch(m_transport->fd(), *this);
}

void Stream::start() {
    m_phase = Phase::Handshake;
    m_loop.watch(m_transport->fd(), *this);
}

void Stream::onReady(bool mayEnd) {
    m_transport->onReady(mayEnd);
    if (m_phase == Phase::Handshake)
        advanceHandshake();
    if (m_phase == Phase::Open)
        readSome();
    if (m_phase == Phase::Open)
        later(); // the socket may take more now, or what was read has an answer
}

// One send for all that was written during the turn.
void Stream::onTurnEnd() {
    if (m_phase == Phase::Handshake)
        advanceHandshake();
    if (m_phase == Phase::Open)
        flush();
    if (m_phase == Phase::Open && std::exchange(m_readAgain, false))
        readSome();
}

void Stream::advanceHandshake() {
    const auto outcome = m_transport->handshake();
    if (!outcome)
        return end(&outcome.error());
    if (outcome->state == IoState::Closed) {
        const Error early(ErrorKind::Unavailable, "the peer closed during the handshake");
        return end(&early);
    }
    if (outcome->state == IoState::Done) {
        m_phase = Phase::Open;
        m_user.onOpen();
    }
}

void Stream::readSome() {
    for (int i = 0; i < kReadsPerTurn; ++i) {
        if (m_paused || m_sawEof || m_closing || m_phase != Phase::Open)
            return;
        const auto outcome = m_transport->read(scratch());
        if (!outcome)
            return end(&outcome.error());
        if (outcome->state == IoState::Blocked)
            return;
        if (outcome->state == IoState::Closed) {
            m_sawEof = true;
            m_user.onEof();
            continue;
        }
        if (m_read)
            *m_read += outcome->bytes;
        if (auto taken = m_user.onBytes(scratch().first(outcome->bytes)); !taken)
            closeWhenFlushed();
    }
    m_readAgain = true;
    later();
}

void Stream::flush() {
    Buffer& output = m_user.output();
    bool sent = false;
    while (!output.empty()) {
        const auto outcome = m_transport->write(output.view());
        if (!outcome)
            return end(&outcome.error());
        if (outcome->state != IoState::Done)
            break;
        output.consume(outcome->bytes);
        if (m_written)
            *m_written += outcome->bytes;
        sent = true;
        if (output.empty()) {
            m_user.onSent(); // may put more into it
            sent = false;
        }
        if (m_phase != Phase::Open)
            return;
    }
    if (sent)
        m_user.onSent();
    if (m_phase != Phase::Open || !output.empty())
        return;
    output.release();
    if (m_closing)
        return end(nullptr);
    if (m_closingWrite) {
        m_closingWrite = false;
        m_transport->closeWrite();
    }
}

void Stream::later() {
    if (m_phase != Phase::Closed)
        m_loop.atTurnEnd(*this);
}

void Stream::flushSoon() {
    later();
}

void Stream::resumeReading() {
    if (!m_paused)
        return;
    m_paused = false;
    m_readAgain = true;
    later();
}

void Stream::closeWhenFlushed() {
    m_closing = true;
    later();
}

void Stream::closeWriteWhenFlushed() {
    m_closingWrite = true;
    later();
}

void Stream::close() {
    end(nullptr);
}

void Stream::end(const Error* why) {
    if (m_phase == Phase::Closed)
        return;
    if (m_phase != Phase::Idle)
        m_loop.unwatch(m_transport->fd(), *this);
    m_phase = Phase::Closed;
    cancelTurnEnd();
    m_transport->closeWrite();
    m_user.onClosed(why);
}

} // namespace causeway::net
