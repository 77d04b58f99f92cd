// SPDX-License-Identifier: Apache-2.0
// What one side brings to a TLS 1.3 handshake: own chain and key, the anchors it trusts, ALPN. A
// context is immutable and shared by connections of any thread; rotation is a new context, which
// leaves open connections alone and lets no session ticket of the old one resume.
#pragma once

#include "tls/certificate.h"

#include <map>
#include <mutex>

struct ssl_ctx_st;
struct ssl_session_st;

namespace causeway::tls {

struct Credentials {
    std::vector<Certificate> chain; // leaf first, without the anchor
    PrivateKey key;
};

enum class PeerCertificate { None, Optional, Required };

struct ServerOptions {
    const Credentials& credentials;
    const std::vector<Certificate>& anchors; // of clients; may be empty with PeerCertificate::None
    PeerCertificate peer = PeerCertificate::Required;
    std::vector<std::string> alpn = {"h2"}; // in order of preference; a client without one may pass
};

struct ClientOptions {
    const Credentials* credentials = nullptr; // none: the server alone proves who it is
    const std::vector<Certificate>& anchors;
    std::vector<std::string> alpn = {"h2"};
};

class Context {
public:
    [[nodiscard]] static Result<std::shared_ptr<Context>> makeServer(const ServerOptions& options);
    [[nodiscard]] static Result<std::shared_ptr<Context>> makeClient(const ClientOptions& options);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    [[nodiscard]] ssl_ctx_st* handle() const { return m_context; }
    [[nodiscard]] bool isServer() const { return m_server; }

    // Client: sessions for resumption, by a name of the peer. Each is given out once, the newest
    // first: who sees a ticket twice could tell that it is the same client (RFC 8446, C.4).
    void keepSession(const std::string& peer, std::shared_ptr<ssl_session_st> session);
    [[nodiscard]] std::shared_ptr<ssl_session_st> takeSession(const std::string& peer);
    [[nodiscard]] bool hasSession(const std::string& peer) const;

private:
    Context(ssl_ctx_st* context, bool server);

    ssl_ctx_st* m_context;
    bool m_server;
    std::string m_alpn; // wire form
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<std::shared_ptr<ssl_session_st>>> m_sessions; // oldest first
    std::size_t m_kept = 0; // of all peers
    friend struct ContextSetup;
};

} // namespace causeway::tls
