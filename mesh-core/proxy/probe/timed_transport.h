// SPDX-License-Identifier: Apache-2.0
// TLS over a socket that notes when each phase of its set-up was over, and what it has sent. On its
// loop's thread.
#pragma once

#include "base/clock.h"
#include "tls/transport.h"

#include <optional>

namespace causeway::proxy {

class TimedTransport final : public net::Transport {
public:
    TimedTransport(std::unique_ptr<tls::Transport> inner, net::Address peer, const Clock& clock)
        : m_inner(std::move(inner)), m_peer(std::move(peer)), m_clock(clock) {}

    void onReady(bool mayEnd) override { m_inner->onReady(mayEnd); }
    Result<net::IoResult> handshake() override;
    Result<net::IoResult> read(std::span<std::uint8_t> room) override { return m_inner->read(room); }
    Result<net::IoResult> write(ByteView bytes) override { return m_inner->write(bytes); }
    void closeWrite() override { m_inner->closeWrite(); }
    int fd() const override { return m_inner->fd(); }

    [[nodiscard]] const std::optional<MonotonicTime>& connectedAt() const { return m_connectedAt; }
    [[nodiscard]] const std::optional<MonotonicTime>& securedAt() const { return m_securedAt; }
    [[nodiscard]] bool resumed() const { return m_inner->resumed(); }

private:
    std::unique_ptr<tls::Transport> m_inner;
    net::Address m_peer;
    const Clock& m_clock;
    std::optional<MonotonicTime> m_connectedAt;
    std::optional<MonotonicTime> m_securedAt;
};

// What a TCP socket has sent and received so far, headers of TCP and IP included; 0 when the system
// does not say.
[[nodiscard]] std::uint64_t bytesOnTheWire(int fd);

} // namespace causeway::proxy
