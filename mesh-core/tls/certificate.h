// SPDX-License-Identifier: Apache-2.0
// An X.509 certificate, and the request for one. Values; immutable; any thread.
#pragma once

#include "base/clock.h"
#include "tls/private_key.h"
#include "tls/spiffe_id.h"

#include <optional>

struct x509_st;

namespace causeway::tls {

class Certificate {
public:
    explicit Certificate(std::shared_ptr<x509_st> x509) : m_x509(std::move(x509)) {}
    [[nodiscard]] static Result<Certificate> fromDer(ByteView der);
    // All certificates of a PEM text, in its order; at least one.
    [[nodiscard]] static Result<std::vector<Certificate>> listFromPem(std::string_view pem);

    [[nodiscard]] std::vector<std::uint8_t> der() const;
    [[nodiscard]] std::string pem() const;

    // The URI name, when there is exactly one and it has one of this mesh's forms.
    [[nodiscard]] std::optional<SpiffeId> identity() const;
    [[nodiscard]] std::vector<std::string> dnsNames() const;
    [[nodiscard]] std::string subject() const; // RFC 2253: "CN=ledger.bank,O=talk.mesh"
    [[nodiscard]] std::string issuer() const;
    [[nodiscard]] std::string serial() const;      // lower-case hex
    [[nodiscard]] std::string fingerprint() const; // SHA-256 of the DER, lower-case hex
    [[nodiscard]] WallTime notBefore() const;
    [[nodiscard]] WallTime notAfter() const;
    [[nodiscard]] bool isAuthority() const;
    [[nodiscard]] PublicKey publicKey() const;
    [[nodiscard]] bool matches(const PrivateKey& key) const;
    [[nodiscard]] bool signedBy(const Certificate& authority) const;
    [[nodiscard]] x509_st* handle() const { return m_x509.get(); }

private:
    std::shared_ptr<x509_st> m_x509;
};

[[nodiscard]] std::string pemOf(const std::vector<Certificate>& certificates);

// A key's owner asks for a certificate: PKCS #10 with one URI (the identity) and one DNS name.
class CertificateRequest {
public:
    // The request in DER, signed with `key`, to be sent to an authority.
    [[nodiscard]] static Result<std::vector<std::uint8_t>> make(const PrivateKey& key,
                                                                const SpiffeId& identity);
    // Fails on a bad signature, another kind of key, or any other names than the two.
    [[nodiscard]] static Result<CertificateRequest> parse(ByteView der);

    [[nodiscard]] const SpiffeId& identity() const { return m_identity; }
    [[nodiscard]] const PublicKey& publicKey() const { return m_publicKey; }

private:
    CertificateRequest(SpiffeId identity, PublicKey publicKey)
        : m_identity(std::move(identity)), m_publicKey(std::move(publicKey)) {}

    SpiffeId m_identity;
    PublicKey m_publicKey;
};

} // namespace causeway::tls
