// SPDX-License-Identifier: Apache-2.0
// Moves bytes between a transport and its user on one event loop: handshake, reading with a bound a
// turn, writing what the user has put into its output buffer, an orderly end. Owned by its user;
// not to be destroyed from inside its callbacks (EventLoop::defer() is for that).
#pragma once

#include "net/event_loop.h"
#include "net/transport.h"

#include <memory>

namespace causeway::net {

class StreamUser {
public:
    virtual ~StreamUser() = default;
    // Connected, and the handshake is done.
    virtual void onOpen() {}
    // Takes all of it. An Error: what stands in output() is sent, then the stream closes.
    [[nodiscard]] virtual Status onBytes(ByteView bytes) = 0;
    // The peer sends no more.
    virtual void onEof() = 0;
    // After output() was sent, some or all: room for more.
    virtual void onSent() {}
    // The last call, once. `why` is null after close() or an orderly end.
    virtual void onClosed(const Error* why) = 0;
    // Bytes that wait to be sent; consumed as they are.
    [[nodiscard]] virtual Buffer& output() = 0;
};

class Stream final : private Watcher, private TurnEnd {
public:
    Stream(EventLoop& loop, std::unique_ptr<Transport> transport, StreamUser& user);
    ~Stream() override;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Begins; callbacks come from the loop's next turn on, never from inside this call.
    void start();
    // Sends output() at the end of this turn, once for all who ask.
    void flushSoon();
    void pauseReading() { m_paused = true; }
    void resumeReading();
    // Takes no more input; closes when output() is empty.
    void closeWhenFlushed();
    void closeWriteWhenFlushed();
    // From now on what is read and written is added up there; they outlive the stream.
    void countInto(std::uint64_t& read, std::uint64_t& written) {
        m_read = &read;
        m_written = &written;
    }
    // At once; unsent output is dropped.
    void close();

    [[nodiscard]] bool isOpen() const { return m_phase == Phase::Open; }
    [[nodiscard]] bool isClosed() const { return m_phase == Phase::Closed; }
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] Transport& transport() { return *m_transport; }
    [[nodiscard]] EventLoop& loop() { return m_loop; }

private:
    enum class Phase : std::uint8_t { Idle, Handshake, Open, Closed };

    void onReady(bool mayEnd) override;
    void onTurnEnd() override;
    void advanceHandshake();
    void readSome();
    void flush();
    void later();
    void end(const Error* why);

    EventLoop& m_loop;
    std::unique_ptr<Transport> m_transport;
    StreamUser& m_user;
    std::uint64_t* m_read = nullptr;
    std::uint64_t* m_written = nullptr;
    Phase m_phase = Phase::Idle;
    bool m_paused = false;
    bool m_sawEof = false;
    bool m_closing = false;
    bool m_closingWrite = false;
    bool m_readAgain = false; // at the end of the turn: it was paused, or it had its share
};

} // namespace causeway::net
