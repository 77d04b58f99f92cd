// SPDX-License-Identifier: Apache-2.0
#include "control/identity/authority.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::control {

namespace {

constexpr Duration kAnchorLife = std::chrono::hours(24 * 365 * 10);
constexpr Duration kIssuerLife = std::chrono::hours(24 * 365);

std::string dateOf(WallTime time) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC",
                       fmt::gmtime(std::chrono::floor<std::chrono::seconds>(time)));
}

Status checkIssuer(const tls::Certificate& issuer, const std::string& file, WallTime now) {
    if (!issuer.isAuthority())
        return fail(ErrorKind::InvalidInput,
                    file + ": \"" + issuer.subject()
                        + "\" may not sign certificates (no CA:TRUE); expected an issuer");
    if (issuer.notAfter() <= now)
        return fail(ErrorKind::InvalidInput,
                    file + ": the issuer expired on " + dateOf(issuer.notAfter())
                        + "; sign a new one with \"causewayctl trust issuer\"");
    return {};
}

Status makeAuthorities(const StateFolder& state, const std::string& trustDomain,
                       const std::string& cluster, WallTime now) {
    CAUSEWAY_TRY(const auto anchor, tls::CertificateAuthority::makeAnchor(
                                        trustDomain, tls::Validity::from(now, kAnchorLife)));
    CAUSEWAY_TRY(auto issuer, anchor.signIssuer(cluster, tls::Validity::from(now, kIssuerLife)));
    CAUSEWAY_CHECK(state.write("anchor.key", anchor.key().pem()));
    CAUSEWAY_CHECK(state.write("issuer.key", issuer.key().pem()));
    CAUSEWAY_CHECK(state.write("issuer.pem", tls::pemOf(issuer.chain())));
    // Last: its presence says that the other three are complete.
    return state.write("anchors.pem", anchor.certificate().pem());
}

} // namespace

Result<AuthorityFiles> AuthorityFiles::madeIn(const StateFolder& state,
                                              const std::string& trustDomain,
                                              const std::string& cluster, WallTime now) {
    CAUSEWAY_TRY(const auto anchors, state.read("anchors.pem"));
    if (!anchors)
        CAUSEWAY_CHECK(makeAuthorities(state, trustDomain, cluster, now));
    return AuthorityFiles{.trustAnchors = state.path("anchors.pem"),
                          .issuerCertificate = state.path("issuer.pem"),
                          .issuerKey = state.path("issuer.key")};
}

Result<Trust> Trust::load(const AuthorityFiles& files, WallTime now) {
    CAUSEWAY_TRY(const std::string anchorsPem, readFile(files.trustAnchors));
    CAUSEWAY_TRY(const std::string issuerPem, readFile(files.issuerCertificate));
    CAUSEWAY_TRY(const std::string keyPem, readFile(files.issuerKey));
    auto anchors = tls::Certificate::listFromPem(anchorsPem);
    if (!anchors)
        return tl::unexpected(std::move(anchors).error().context(files.trustAnchors));
    auto issuer = tls::CertificateAuthority::load(issuerPem, keyPem);
    if (!issuer)
        return tl::unexpected(std::move(issuer).error().context(files.issuerCertificate + " with "
                                                                + files.issuerKey));
    CAUSEWAY_CHECK(checkIssuer(issuer->certificate(), files.issuerCertificate, now));
    return Trust{std::move(*issuer), std::move(*anchors)};
}

const tls::Certificate* Trust::anchor() const {
    const auto found = std::ranges::find_if(anchors, [&](const tls::Certificate& anchor) {
        return issuer.certificate().signedBy(anchor);
    });
    return found == anchors.end() ? nullptr : &*found;
}

Result<Authority> Authority::make(Trust trust, const AuthorityFiles& files) {
    if (!trust.anchor())
        return fail(ErrorKind::InvalidInput, files.issuerCertificate
                                                 + ": the issuer is not signed by any anchor of "
                                                 + files.trustAnchors);
    return Authority(std::move(trust));
}

Trust Authority::trust() const {
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->trust;
}

void Authority::exchange(Trust trust) {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->trust = std::move(trust);
}

Result<Issued> Authority::sign(const tls::SpiffeId& identity, const tls::PublicKey& key,
                               WallTime now, Duration life) const {
    const Trust trust = this->trust();
    const tls::CertificateAuthority& issuer = trust.issuer;
    if (issuer.certificate().notAfter() <= now)
        return fail(ErrorKind::Unavailable,
                    "the cluster's issuer expired on " + dateOf(issuer.certificate().notAfter())
                        + "; put a new one in its files: \"causewayctl trust issuer\" signs it");
    CAUSEWAY_TRY(auto leaf, issuer.signLeaf(identity, key, tls::Validity::from(now, life)));
    Issued issued{.chain = {std::move(leaf)},
                  .anchorKey = trust.anchor()->publicKey().fingerprint()};
    for (const tls::Certificate& intermediate : issuer.intermediates())
        issued.chain.push_back(intermediate);
    return issued;
}

} // namespace causeway::control
