// SPDX-License-Identifier: Apache-2.0
// A byte transport over a non-blocking socket: plain here, TLS in tls/transport.h. Owned by a
// Stream, on its loop's thread. Never blocks, never watches: Blocked means "when it is ready
// again".
#pragma once

#include "base/bytes.h"
#include "net/socket.h"

namespace causeway::net {

enum class IoState : std::uint8_t { Done, Blocked, Closed };

struct IoResult {
    IoState state = IoState::Done;
    std::size_t bytes = 0;
};

// Reads from a socket of an edge-triggered loop, and knows when it is not worth asking again: after
// a short read nothing is there until the loop tells of more.
class SocketReader {
public:
    // What the loop said; see Watcher::onReady().
    void onReady(bool mayEnd) {
        m_drained = false;
        m_mayEnd = m_mayEnd || mayEnd;
    }
    // As recv(): -1 with errno EAGAIN where that would say so.
    [[nodiscard]] ssize_t read(int fd, std::span<std::uint8_t> room);

private:
    bool m_drained = false;
    bool m_mayEnd = false;
};

class Transport {
public:
    virtual ~Transport() = default;
    virtual void onReady(bool mayEnd) = 0;
    // To be called until it says Done: waits for connect(), then for what the protocol needs.
    [[nodiscard]] virtual Result<IoResult> handshake() = 0;
    // Closed: the peer has sent all it wanted to.
    [[nodiscard]] virtual Result<IoResult> read(std::span<std::uint8_t> room) = 0;
    [[nodiscard]] virtual Result<IoResult> write(ByteView bytes) = 0;
    // Nothing more will be written; reading goes on.
    virtual void closeWrite() = 0;
    [[nodiscard]] virtual int fd() const = 0;
    // After the handshake: it went on with what an earlier connection had agreed on.
    [[nodiscard]] virtual bool resumed() const { return false; }
};

// Whether connect() has succeeded, is under way (Blocked) or has failed.
[[nodiscard]] Result<IoState> connectState(int fd, const Address& to);

class PlainTransport final : public Transport {
public:
    // `peer` is who it is connected, or connecting, to.
    PlainTransport(Descriptor socket, Address peer)
        : m_socket(std::move(socket)), m_peer(std::move(peer)) {}

    void onReady(bool mayEnd) override { m_reader.onReady(mayEnd); }
    Result<IoResult> handshake() override;
    Result<IoResult> read(std::span<std::uint8_t> room) override;
    Result<IoResult> write(ByteView bytes) override;
    void closeWrite() override;
    int fd() const override { return m_socket.get(); }

private:
    Descriptor m_socket;
    SocketReader m_reader;
    Address m_peer;
};

} // namespace causeway::net
