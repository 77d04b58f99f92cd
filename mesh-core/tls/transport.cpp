// SPDX-License-Identifier: Apache-2.0
#include "tls/transport.h"

#include "base/assert.h"
#include "tls/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <cerrno>

namespace causeway::tls {

using net::IoResult;
using net::IoState;

// Not OpenSSL's own socket BIO: that asks the socket again after every short read.
struct Transport::SocketBio {
    static int read(BIO* bio, char* room, int size) {
        auto& self = *static_cast<Transport*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const ssize_t count = self.m_reader.read(
            self.m_socket.get(),
            {reinterpret_cast<std::uint8_t*>(room), static_cast<std::size_t>(size)});
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            BIO_set_retry_read(bio);
        if (count == 0)
            BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
        return static_cast<int>(count);
    }
    static int write(BIO* bio, const char* bytes, int size) {
        const auto& self = *static_cast<Transport*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const ssize_t count =
            send(self.m_socket.get(), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            BIO_set_retry_write(bio);
        return static_cast<int>(count);
    }
    static long control(BIO* bio, int command, long, void*) {
        if (command == BIO_CTRL_EOF)
            return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
        return command == BIO_CTRL_FLUSH ? 1 : 0;
    }
    static const BIO_METHOD* method() {
        static BIO_METHOD* const made = [] {
            BIO_METHOD* fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
                                             "causeway socket");
            CAUSEWAY_ASSERT(fresh != nullptr);
            BIO_meth_set_read(fresh, read);
            BIO_meth_set_write(fresh, write);
            BIO_meth_set_ctrl(fresh, control);
            return fresh;
        }();
        return made;
    }
};

Transport::Transport(std::shared_ptr<Context> context, net::Descriptor socket,
                     const net::Address& peer, ssl_st* ssl)
    : m_context(std::move(context)), m_socket(std::move(socket)), m_peer(peer), m_ssl(ssl) {
    BIO* bio = BIO_new(SocketBio::method());
    CAUSEWAY_ASSERT(bio != nullptr);
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl, bio, bio);
    SSL_set_read_ahead(m_ssl, 1); // a record's head and body by one call
    SSL_set_app_data(m_ssl, this);
}

Transport::~Transport() {
    SSL_free(m_ssl);
}

Result<std::unique_ptr<Transport>> Transport::accept(std::shared_ptr<Context> context,
                                                     net::Descriptor socket,
                                                     const net::Address& peer) {
    SSL* ssl = SSL_new(context->handle());
    if (!ssl)
        return failOpenSsl(ErrorKind::Exhausted, "starting TLS with " + peer.text());
    std::unique_ptr<Transport> made(
        new Transport(std::move(context), std::move(socket), peer, ssl));
    SSL_set_accept_state(ssl);
    return made;
}

Result<std::unique_ptr<Transport>> Transport::connect(std::shared_ptr<Context> context,
                                                      net::Descriptor socket,
                                                      const net::Address& peer,
                                                      ClientTarget target) {
    SSL* ssl = SSL_new(context->handle());
    if (!ssl)
        return failOpenSsl(ErrorKind::Exhausted, "starting TLS with " + peer.text());
    SSL_CTX_sess_set_new_cb(context->handle(), keepSession);
    const auto session = target.resume ? context->takeSession(target.sessionKey) : nullptr;
    std::unique_ptr<Transport> made(
        new Transport(std::move(context), std::move(socket), peer, ssl));
    made->m_target = std::move(target);
    SSL_set_connect_state(ssl);
    if (!made->m_target.serverName.empty())
        SSL_set_tlsext_host_name(ssl, made->m_target.serverName.c_str());
    if (session)
        SSL_set_session(ssl, session.get());
    return made;
}

int Transport::keepSession(ssl_st* ssl, ssl_session_st* session) {
    auto* self = static_cast<Transport*>(SSL_get_app_data(ssl));
    if (self->m_target.sessionKey.empty())
        return 0;
    // A copy: OpenSSL marks the connection's own one as not resumable when the connection is lost.
    if (SSL_SESSION* copy = SSL_SESSION_dup(session))
        self->m_context->keepSession(self->m_target.sessionKey,
                                     std::shared_ptr<SSL_SESSION>(copy, SSL_SESSION_free));
    return 0; // no reference to the original is kept
}

Result<IoResult> Transport::outcomeOf(int result, const char* doing) {
    const int why = SSL_get_error(m_ssl, result);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return IoResult{IoState::Blocked, 0};
    if (why == SSL_ERROR_ZERO_RETURN)
        return IoResult{IoState::Closed, 0};
    m_failed = true;
    const int systemError = errno;
    std::string what = std::string(doing) + " " + m_peer.text();
    if (why == SSL_ERROR_SYSCALL && ERR_peek_error() == 0) {
        if (systemError == 0)
            return IoResult{IoState::Closed, 0};
        return failErrno(std::move(what), systemError);
    }
    const long verified = SSL_get_verify_result(m_ssl);
    if (verified != X509_V_OK && !SSL_is_init_finished(m_ssl)) {
        ERR_clear_error();
        return fail(ErrorKind::Unauthenticated, what + ": the peer's certificate was refused: "
                                                    + X509_verify_cert_error_string(verified));
    }
    return failOpenSsl(ErrorKind::Protocol, what);
}

Result<IoResult> Transport::handshake() {
    if (!m_connected) {
        CAUSEWAY_TRY(const IoState state, net::connectState(m_socket.get(), m_peer));
        if (state != IoState::Done)
            return IoResult{state, 0};
        m_connected = true;
    }
    ERR_clear_error();
    errno = 0;
    const int result = SSL_do_handshake(m_ssl);
    if (result != 1)
        return outcomeOf(result, "TLS handshake with");
    CAUSEWAY_CHECK(checkPeer());
    return IoResult{};
}

Status Transport::checkPeer() {
    if (X509* leaf = SSL_get0_peer_certificate(m_ssl)) {
        X509_up_ref(leaf);
        m_peerLeaf.emplace(std::shared_ptr<X509>(leaf, X509_free));
        m_peerIdentity = m_peerLeaf->identity();
        // A resumed session skips the verification in which this would have been found.
        if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
            return fail(ErrorKind::Unauthenticated,
                        "the certificate of " + m_peer.text() + " has expired");
    }
    if (m_target.spiffeId.empty())
        return {};
    const std::string found = m_peerIdentity ? m_peerIdentity->uri() : "no identity";
    if (found != m_target.spiffeId)
        return fail(ErrorKind::Unauthenticated,
                    m_peer.text() + " proved to be " + found + "; expected " + m_target.spiffeId);
    return {};
}

Result<IoResult> Transport::read(std::span<std::uint8_t> room) {
    ERR_clear_error();
    errno = 0;
    std::size_t count = 0;
    const int result = SSL_read_ex(m_ssl, room.data(), room.size(), &count);
    if (result == 1)
        return IoResult{IoState::Done, count};
    return outcomeOf(result, "read from");
}

Result<IoResult> Transport::write(ByteView bytes) {
    ERR_clear_error();
    errno = 0;
    std::size_t count = 0;
    const int result = SSL_write_ex(m_ssl, bytes.data(), bytes.size(), &count);
    if (result == 1)
        return IoResult{IoState::Done, count};
    return outcomeOf(result, "write to");
}

void Transport::closeWrite() {
    // After a fatal error OpenSSL forbids another call on the connection.
    if (!m_failed && SSL_is_init_finished(m_ssl))
        SSL_shutdown(m_ssl);
    ERR_clear_error();
    shutdown(m_socket.get(), SHUT_WR);
}

std::string Transport::serverName() const {
    const char* name = SSL_get_servername(m_ssl, TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

std::string Transport::alpn() const {
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

bool Transport::resumed() const {
    return SSL_session_reused(m_ssl) == 1;
}

} // namespace causeway::tls
