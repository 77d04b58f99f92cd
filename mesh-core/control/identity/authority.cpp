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

Status checkIssuer(const tls::Certificate& issuer, const std::vector<tls::Certificate>& anchors,
                   const AuthorityFiles& files, WallTime now) {
    const std::string& file = files.issuerCertificate;
    if (!issuer.isAuthority())
        return fail(ErrorKind::InvalidInput,
                    file + ": \"" + issuer.subject()
                        + "\" may not sign certificates (no CA:TRUE); expected an issuer");
    if (issuer.notAfter() <= now)
        return fail(ErrorKind::InvalidInput,
                    file + ": the issuer expired on " + dateOf(issuer.notAfter())
                        + "; sign a new one with \"causewayctl trust issuer\"");
    const auto signedIssuer = [&](const tls::Certificate& anchor) {
        return issuer.signedBy(anchor);
    };
    if (std::ranges::none_of(anchors, signedIssuer))
        return fail(ErrorKind::InvalidInput,
                    file + ": the issuer is not signed by any anchor of " + files.trustAnchors);
    return {};
}

Result<tls::CertificateAuthority> makeAuthorities(const StateFolder& state,
                                                  const std::string& trustDomain,
                                                  const std::string& cluster, WallTime now) {
    CAUSEWAY_TRY(const auto anchor, tls::CertificateAuthority::makeAnchor(
                                        trustDomain, tls::Validity::from(now, kAnchorLife)));
    CAUSEWAY_TRY(auto issuer, anchor.signIssuer(cluster, tls::Validity::from(now, kIssuerLife)));
    CAUSEWAY_CHECK(state.write("anchor.key", anchor.key().pem()));
    CAUSEWAY_CHECK(state.write("issuer.key", issuer.key().pem()));
    CAUSEWAY_CHECK(state.write("issuer.pem", tls::pemOf(issuer.chain())));
    // Last: its presence says that the other three are complete.
    CAUSEWAY_CHECK(state.write("anchors.pem", anchor.certificate().pem()));
    return issuer;
}

} // namespace

Result<Authority> Authority::load(const AuthorityFiles& files, WallTime now) {
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
    CAUSEWAY_CHECK(checkIssuer(issuer->certificate(), *anchors, files, now));
    return Authority(std::move(*issuer), std::move(*anchors));
}

Result<Authority> Authority::loadOrMake(const StateFolder& state, const std::string& trustDomain,
                                        const std::string& cluster, WallTime now) {
    CAUSEWAY_TRY(const auto anchors, state.read("anchors.pem"));
    if (!anchors)
        CAUSEWAY_CHECK(makeAuthorities(state, trustDomain, cluster, now));
    return load({.trustAnchors = state.path("anchors.pem"),
                 .issuerCertificate = state.path("issuer.pem"),
                 .issuerKey = state.path("issuer.key")},
                now);
}

Result<tls::Certificate> Authority::sign(const tls::SpiffeId& identity, const tls::PublicKey& key,
                                         WallTime now, Duration life) const {
    if (m_issuer.certificate().notAfter() <= now)
        return fail(ErrorKind::Unavailable, "the cluster's issuer expired on "
                                                + dateOf(m_issuer.certificate().notAfter())
                                                + "; sign a new one and restart the control plane");
    return m_issuer.signLeaf(identity, key, tls::Validity::from(now, life));
}

} // namespace causeway::control
