// SPDX-License-Identifier: Apache-2.0
// TLS 1.3 over a non-blocking socket, as a net::Transport. After the handshake it tells who the
// peer is. A client fails its handshake unless the peer proves the expected SPIFFE id. Owned by a
// Stream, on its loop's thread.
#pragma once

#include "net/transport.h"
#include "tls/context.h"

#include <optional>

struct ssl_st;

namespace causeway::tls {

struct ClientTarget {
    std::string serverName; // SNI
    std::string spiffeId;   // that the peer's leaf must bear; empty: any that the anchors signed
    std::string sessionKey; // peers of equal key may resume each other's session
    bool resume = true;     // false: a full handshake, whose session is kept all the same
};

class Transport final : public net::Transport {
public:
    [[nodiscard]] static Result<std::unique_ptr<Transport>>
    accept(std::shared_ptr<Context> context, net::Descriptor socket, const net::Address& peer);
    [[nodiscard]] static Result<std::unique_ptr<Transport>>
    connect(std::shared_ptr<Context> context, net::Descriptor socket, const net::Address& peer,
            ClientTarget target);
    ~Transport() override;

    void onReady(bool mayEnd) override { m_reader.onReady(mayEnd); }
    Result<net::IoResult> handshake() override;
    Result<net::IoResult> read(std::span<std::uint8_t> room) override;
    Result<net::IoResult> write(ByteView bytes) override;
    void closeWrite() override;
    int fd() const override { return m_socket.get(); }

    // From here on: after the handshake.
    [[nodiscard]] const std::optional<Certificate>& peerCertificate() const { return m_peerLeaf; }
    // The verified peer's SPIFFE id; nothing when it showed no certificate.
    [[nodiscard]] const std::optional<SpiffeId>& peerIdentity() const { return m_peerIdentity; }
    [[nodiscard]] std::string serverName() const; // SNI, as the client sent it
    [[nodiscard]] std::string alpn() const;       // empty: none agreed on
    [[nodiscard]] bool resumed() const override;

private:
    Transport(std::shared_ptr<Context> context, net::Descriptor socket, const net::Address& peer,
              ssl_st* ssl);
    [[nodiscard]] Status checkPeer();
    [[nodiscard]] Result<net::IoResult> outcomeOf(int result, const char* doing);
    static int keepSession(ssl_st* ssl, ssl_session_st* session);
    struct SocketBio; // OpenSSL's way to the socket

    std::shared_ptr<Context> m_context;
    net::Descriptor m_socket;
    net::SocketReader m_reader;
    net::Address m_peer;
    ssl_st* m_ssl;
    ClientTarget m_target;
    bool m_connected = false;
    bool m_failed = false;
    std::optional<Certificate> m_peerLeaf;
    std::optional<SpiffeId> m_peerIdentity;
    friend struct ContextSetup;
};

} // namespace causeway::tls
