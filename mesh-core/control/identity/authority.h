// SPDX-License-Identifier: Apache-2.0
// What a cluster signs leaves with: its issuer, and the fleet's trust anchors that stand behind it.
// Comes from files, or is made in the state folder on first start, and may be exchanged while it is
// used. Any thread.
#pragma once

#include "control/state_folder.h"
#include "tls/certificate_authority.h"

#include <memory>
#include <mutex>

namespace causeway::control {

struct AuthorityFiles {
    std::string trustAnchors; // PEM, every live anchor of the fleet
    std::string issuerCertificate;
    std::string issuerKey;

    // An anchor and an issuer made there, unless it holds some already: for one cluster alone.
    [[nodiscard]] static Result<AuthorityFiles> madeIn(const StateFolder& state,
                                                       const std::string& trustDomain,
                                                       const std::string& cluster, WallTime now);
};

// At one moment. A value.
struct Trust {
    tls::CertificateAuthority issuer;
    std::vector<tls::Certificate> anchors;

    // Fails, naming the file, unless the issuer is a valid authority and the key is its key.
    [[nodiscard]] static Result<Trust> load(const AuthorityFiles& files, WallTime now);
    // The anchor that vouches for the issuer; null: none does.
    [[nodiscard]] const tls::Certificate* anchor() const;
};

// A leaf with what has to go with it.
struct Issued {
    std::vector<tls::Certificate> chain; // the leaf first
    std::string anchorKey;               // fingerprint of the public key of the anchor behind it
    [[nodiscard]] const tls::Certificate& leaf() const { return chain.front(); }
};

class Authority {
public:
    // InvalidInput when no anchor vouches for the issuer; `files` stand in the error.
    [[nodiscard]] static Result<Authority> make(Trust trust, const AuthorityFiles& files);

    [[nodiscard]] Trust trust() const;
    void exchange(Trust trust);

    // Unavailable when the issuer has expired.
    [[nodiscard]] Result<Issued> sign(const tls::SpiffeId& identity, const tls::PublicKey& key,
                                      WallTime now, Duration life) const;

private:
    struct Shared {
        explicit Shared(Trust first) : trust(std::move(first)) {}
        mutable std::mutex mutex;
        Trust trust;
    };
    explicit Authority(Trust trust) : m_shared(std::make_unique<Shared>(std::move(trust))) {}

    std::unique_ptr<Shared> m_shared;
};

} // namespace causeway::control
