// SPDX-License-Identifier: Apache-2.0
// What a cluster signs leaves with: its issuer, and the fleet's trust anchors that stand behind it.
// Comes from files, or is made in the state folder on first start. Immutable; any thread.
#pragma once

#include "control/state_folder.h"
#include "tls/certificate_authority.h"

namespace causeway::control {

struct AuthorityFiles {
    std::string trustAnchors; // PEM, every live anchor of the fleet
    std::string issuerCertificate;
    std::string issuerKey;
};

class Authority {
public:
    // Fails, naming the file, unless the issuer is a valid authority, the key is its key and one of
    // the anchors signed it.
    [[nodiscard]] static Result<Authority> load(const AuthorityFiles& files, WallTime now);
    // An anchor and an issuer of its own, kept in `state`: for one cluster alone.
    [[nodiscard]] static Result<Authority> loadOrMake(const StateFolder& state,
                                                      const std::string& trustDomain,
                                                      const std::string& cluster, WallTime now);

    [[nodiscard]] const tls::CertificateAuthority& issuer() const { return m_issuer; }
    [[nodiscard]] const std::vector<tls::Certificate>& anchors() const { return m_anchors; }
    // Unavailable when the issuer itself has expired.
    [[nodiscard]] Result<tls::Certificate> sign(const tls::SpiffeId& identity,
                                                const tls::PublicKey& key, WallTime now,
                                                Duration life) const;

private:
    Authority(tls::CertificateAuthority issuer, std::vector<tls::Certificate> anchors)
        : m_issuer(std::move(issuer)), m_anchors(std::move(anchors)) {}

    tls::CertificateAuthority m_issuer;
    std::vector<tls::Certificate> m_anchors;
};

} // namespace causeway::control
