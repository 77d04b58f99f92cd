// SPDX-License-Identifier: Apache-2.0
// Signs: a trust anchor signs issuers and people's certificates, an issuer signs workloads' leaves.
// A value (key and chain); any thread. Decides nothing about who may have what: the caller does.
#pragma once

#include "tls/certificate.h"

namespace causeway::tls {

struct Validity {
    WallTime notBefore;
    WallTime notAfter; // cut to the authority's own end
    static constexpr Duration kBackdated = std::chrono::minutes(5); // clocks differ
    // From that long ago until `now + life`.
    [[nodiscard]] static Validity from(WallTime now, Duration life) {
        return {now - kBackdated, now + life};
    }
};

class CertificateAuthority {
public:
    // A new self-signed trust anchor for a fleet.
    [[nodiscard]] static Result<CertificateAuthority> makeAnchor(std::string_view trustDomain,
                                                                 Validity validity);
    // `chainPem`: the authority's own certificate first. Fails when the key is not its key.
    [[nodiscard]] static Result<CertificateAuthority> load(std::string_view chainPem,
                                                           std::string_view keyPem);

    // A new issuer for a cluster, with a key of its own.
    [[nodiscard]] Result<CertificateAuthority> signIssuer(std::string_view cluster,
                                                          Validity validity) const;
    // A leaf for a workload or a person: one URI, and one DNS name for a workload.
    [[nodiscard]] Result<Certificate> signLeaf(const SpiffeId& identity, const PublicKey& key,
                                               Validity validity) const;

    [[nodiscard]] const Certificate& certificate() const { return m_chain.front(); }
    // Own certificate first, then those up to, but without, the trust anchor. An anchor's is
    // itself.
    [[nodiscard]] const std::vector<Certificate>& chain() const { return m_chain; }
    // What a peer has to get after a leaf: chain() without self-signed certificates.
    [[nodiscard]] std::vector<Certificate> intermediates() const;
    [[nodiscard]] const PrivateKey& key() const { return m_key; }

private:
    CertificateAuthority(std::vector<Certificate> chain, PrivateKey key)
        : m_chain(std::move(chain)), m_key(std::move(key)) {}

    std::vector<Certificate> m_chain;
    PrivateKey m_key;
};

} // namespace causeway::tls
