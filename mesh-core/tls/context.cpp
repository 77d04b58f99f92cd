// SPDX-License-Identifier: Apache-2.0
#include "tls/context.h"

#include "tls/openssl.h"

#include <openssl/err.h>

namespace causeway::tls {

struct ContextSetup {
    static Result<std::shared_ptr<Context>> make(bool server) {
        SSL_CTX* context = SSL_CTX_new(server ? TLS_server_method() : TLS_client_method());
        if (!context)
            return failOpenSsl(ErrorKind::Internal, "making a TLS context");
        SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
        // Idle connections are many: their buffers are given back between records.
        SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
                                      | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384");
        SSL_CTX_set_timeout(context, kSessionLife);
        SSL_CTX_set_purpose(context, server ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER);
        return std::shared_ptr<Context>(new Context(context, server));
    }

    static Status useCredentials(SSL_CTX* context, const Credentials& credentials) {
        if (credentials.chain.empty())
            return fail(ErrorKind::InvalidInput, "found no certificate; expected a leaf");
        const Certificate& leaf = credentials.chain.front();
        if (!leaf.matches(credentials.key))
            return fail(ErrorKind::InvalidInput, "the private key does not belong to certificate \""
                                                     + leaf.subject() + "\"");
        if (SSL_CTX_use_certificate(context, leaf.handle()) != 1
            || SSL_CTX_use_PrivateKey(context, credentials.key.handle()) != 1)
            return failOpenSsl(ErrorKind::InvalidInput, "using certificate " + leaf.subject());
        for (std::size_t i = 1; i < credentials.chain.size(); ++i)
            SSL_CTX_add1_chain_cert(context, credentials.chain[i].handle());
        return {};
    }

    static void trust(SSL_CTX* context, const std::vector<Certificate>& anchors) {
        X509_STORE* store = SSL_CTX_get_cert_store(context);
        for (const Certificate& anchor : anchors)
            X509_STORE_add_cert(store, anchor.handle());
        ERR_clear_error();
    }

    static std::string wireForm(const std::vector<std::string>& protocols) {
        std::string wire;
        for (const std::string& each : protocols) {
            wire += static_cast<char>(each.size());
            wire += each;
        }
        return wire;
    }

    static int selectAlpn(SSL*, const unsigned char** out, unsigned char* outSize,
                          const unsigned char* offered, unsigned int offeredSize, void* context) {
        const ByteView ours = bytesOf(static_cast<Context*>(context)->m_alpn);
        unsigned char* chosen = nullptr;
        const int found =
            SSL_select_next_proto(&chosen, outSize, ours.data(),
                                  static_cast<unsigned int>(ours.size()), offered, offeredSize);
        *out = chosen;
        return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
    }

    static constexpr long kSessionLife = 3600; // seconds; a resumed peer is not verified anew
};

Context::Context(ssl_ctx_st* context, bool server) : m_context(context), m_server(server) {}
Context::~Context() {
    SSL_CTX_free(m_context);
}

Result<std::shared_ptr<Context>> Context::makeServer(const ServerOptions& options) {
    CAUSEWAY_TRY(auto context, ContextSetup::make(true));
    SSL_CTX* ssl = context->handle();
    CAUSEWAY_CHECK(ContextSetup::useCredentials(ssl, options.credentials));
    ContextSetup::trust(ssl, options.anchors);
    int verify = SSL_VERIFY_NONE;
    if (options.peer != PeerCertificate::None)
        verify = SSL_VERIFY_PEER;
    if (options.peer == PeerCertificate::Required)
        verify |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(ssl, verify, nullptr);
    SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_num_tickets(ssl, 1);
    // Ticket keys are the context's own, so a ticket never outlives a rotation.
    constexpr unsigned char kSessionContext[] = "causeway";
    SSL_CTX_set_session_id_context(ssl, kSessionContext, sizeof kSessionContext - 1);
    context->m_alpn = ContextSetup::wireForm(options.alpn);
    SSL_CTX_set_alpn_select_cb(ssl, ContextSetup::selectAlpn, context.get());
    return context;
}

Result<std::shared_ptr<Context>> Context::makeClient(const ClientOptions& options) {
    CAUSEWAY_TRY(auto context, ContextSetup::make(false));
    SSL_CTX* ssl = context->handle();
    if (options.credentials)
        CAUSEWAY_CHECK(ContextSetup::useCredentials(ssl, *options.credentials));
    ContextSetup::trust(ssl, options.anchors);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    const std::string alpn = ContextSetup::wireForm(options.alpn);
    SSL_CTX_set_alpn_protos(ssl, bytesOf(alpn).data(), static_cast<unsigned int>(alpn.size()));
    return context;
}

void Context::keepSession(const std::string& peer, std::shared_ptr<ssl_session_st> session) {
    constexpr std::size_t kMaxSessions = 4096;
    constexpr std::size_t kMaxOfPeer = 8; // connections that open at once
    const std::lock_guard lock(m_mutex);
    if (m_kept >= kMaxSessions) {
        m_sessions.clear();
        m_kept = 0;
    }
    auto& sessions = m_sessions[peer];
    if (sessions.size() < kMaxOfPeer)
        ++m_kept;
    else
        sessions.erase(sessions.begin());
    sessions.push_back(std::move(session));
}

std::shared_ptr<ssl_session_st> Context::takeSession(const std::string& peer) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(peer);
    if (found == m_sessions.end())
        return nullptr;
    auto session = std::move(found->second.back());
    found->second.pop_back();
    --m_kept;
    if (found->second.empty())
        m_sessions.erase(found);
    return session;
}

bool Context::hasSession(const std::string& peer) const {
    const std::lock_guard lock(m_mutex);
    return m_sessions.contains(peer);
}

} // namespace causeway::tls
