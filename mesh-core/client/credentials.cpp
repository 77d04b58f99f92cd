// SPDX-License-Identifier: Apache-2.0
#include "client/credentials.h"

#include "tls/certificate.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>

namespace causeway::client {

namespace {

using Chain = std::vector<tls::Certificate>;

Result<std::string> readPem(const std::filesystem::path& path, std::string_view field) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        const auto why = failErrno(path.string(), errno != 0 ? errno : EIO).value();
        return fail(why.kind(),
                    fmt::format("{} (the fleet file's {}); expected a PEM file that you may read",
                                why.message(), field));
    }
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string day(WallTime time) {
    return fmt::format("{:%Y-%m-%d %H:%M} UTC",
                       fmt::gmtime(std::chrono::floor<std::chrono::seconds>(time)));
}

Status checkDates(const tls::Certificate& certificate, const std::filesystem::path& path,
                  WallTime now) {
    if (certificate.notAfter() <= now)
        return fail(
            ErrorKind::InvalidInput,
            fmt::format(
                "{}: the certificate expired on {}; make another with causewayctl trust client",
                path.string(), day(certificate.notAfter())));
    if (certificate.notBefore() > now)
        return fail(
            ErrorKind::InvalidInput,
            fmt::format("{}: the certificate is valid from {} on, which is still to come; is this "
                        "machine's clock right?",
                        path.string(), day(certificate.notBefore())));
    return {};
}

// Follows issuers from the first of `chain` until an anchor has signed.
bool leadsToAnchor(const Chain& chain, const Chain& anchors) {
    const auto* current = &chain.front();
    for (std::size_t step = 0; step < chain.size(); ++step) {
        if (std::ranges::any_of(anchors,
                                [&](const auto& anchor) { return current->signedBy(anchor); }))
            return true;
        const auto next = std::ranges::find_if(chain, [&](const auto& issuer) {
            return issuer.isAuthority() && current->signedBy(issuer);
        });
        if (next == chain.end())
            return false;
        current = &*next;
    }
    return false;
}

Result<Chain> parseChain(const std::string& pem, const std::filesystem::path& path) {
    auto chain = tls::Certificate::listFromPem(pem);
    if (!chain)
        return tl::unexpected(std::move(chain).error().context(path.string()));
    return chain;
}

Status checkFits(const FleetFile& fleet, const Chain& chain, const Chain& anchors,
                 const tls::PrivateKey& key) {
    const auto& leaf = chain.front();
    if (!leaf.matches(key))
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: this key does not belong to the certificate {}; "
                                "expected the one made together with it",
                                fleet.key.string(), fleet.certificate.string()));
    if (!leadsToAnchor(chain, anchors))
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: no trust anchor in {} has signed this certificate (its issuer "
                                "is {}); make one "
                                "with causewayctl trust client and this fleet's anchor",
                                fleet.certificate.string(), fleet.trustAnchors.string(),
                                leaf.issuer()));
    const auto identity = leaf.identity();
    if (!identity || identity->trustDomain() != fleet.trustDomain)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: found identity {}; expected spiffe://{}/user/NAME/role/ROLE",
                                fleet.certificate.string(), identity ? identity->uri() : "none",
                                fleet.trustDomain));
    return {};
}

} // namespace

Result<Credentials> readCredentials(const FleetFile& fleet, const Clock& clock) {
    CAUSEWAY_TRY(auto anchorsPem, readPem(fleet.trustAnchors, "spec.trustAnchors"));
    CAUSEWAY_TRY(auto certificatePem, readPem(fleet.certificate, "spec.client.certificate"));
    CAUSEWAY_TRY(auto keyPem, readPem(fleet.key, "spec.client.key"));
    CAUSEWAY_TRY(const auto anchors, parseChain(anchorsPem, fleet.trustAnchors));
    CAUSEWAY_TRY(const auto chain, parseChain(certificatePem, fleet.certificate));
    auto key = tls::PrivateKey::fromPem(keyPem);
    if (!key)
        return tl::unexpected(std::move(key).error().context(fleet.key.string()));
    for (const auto& anchor : anchors)
        CAUSEWAY_CHECK(checkDates(anchor, fleet.trustAnchors, clock.wallNow()));
    CAUSEWAY_CHECK(checkDates(chain.front(), fleet.certificate, clock.wallNow()));
    CAUSEWAY_CHECK(checkFits(fleet, chain, anchors, *key));
    return Credentials{std::move(anchorsPem), std::move(certificatePem), std::move(keyPem),
                       chain.front().identity()->uri(), chain.front().notAfter()};
}

} // namespace causeway::client
