// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "tls/certificate_authority.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::cli {

namespace fs = std::filesystem;

namespace {

tls::Validity validityFor(const TrustRequest& request) {
    return tls::Validity::from(SystemClock().wallNow(), std::chrono::hours(request.lifeHours));
}

Result<tls::CertificateAuthority> loadAnchor(const fs::path& folder) {
    CAUSEWAY_TRY(const auto certificate, readFile(folder / "anchors.pem"));
    CAUSEWAY_TRY(const auto key, readFile(folder / "anchor.key"));
    auto anchor = tls::CertificateAuthority::load(certificate, key);
    if (!anchor)
        return tl::unexpected(std::move(anchor).error().context((folder / "anchors.pem").string()));
    return anchor;
}

// The organisation of an anchor that we made is its trust domain: "CN=…,O=talk.mesh".
Result<std::string> trustDomainOf(const tls::CertificateAuthority& anchor,
                                  const TrustRequest& request) {
    if (!request.trustDomain.empty())
        return request.trustDomain;
    const std::string subject = anchor.certificate().subject();
    const auto at = subject.rfind("O=");
    if (at == std::string::npos)
        return fail(
            ErrorKind::InvalidInput,
            fmt::format(
                "the anchor \"{}\" does not name its trust domain; give it with --trust-domain",
                subject));
    return subject.substr(at + 2, subject.find(',', at) - at - 2);
}

// The key first: a certificate without its key would be in the way of the next try.
Status writePair(const fs::path& certificate, const std::string& pem, const fs::path& key,
                 const tls::PrivateKey& value) {
    CAUSEWAY_CHECK(makeFolder(certificate.parent_path()));
    CAUSEWAY_CHECK(writePrivate(key, value.pem(), Existing::Refuse));
    return writePublic(certificate, pem, Existing::Refuse);
}

void tell(Terminal& terminal, const fs::path& certificate, const fs::path& key) {
    terminal.out << "wrote " << certificate.string() << " and " << key.string() << '\n';
}

} // namespace

Result<Exit> trustAnchor(const TrustRequest& request, Terminal& terminal) {
    // The domain is judged by the rules of the names that will carry it.
    CAUSEWAY_TRY(const auto probe, tls::SpiffeId::person(request.trustDomain, "anyone", "viewer"));
    CAUSEWAY_TRY(const auto anchor,
                 tls::CertificateAuthority::makeAnchor(probe.trustDomain(), validityFor(request)));
    const auto certificate = request.out / "anchors.pem";
    const auto key = request.out / "anchor.key";
    CAUSEWAY_CHECK(writePair(certificate, anchor.certificate().pem(), key, anchor.key()));
    tell(terminal, certificate, key);
    return Exit::Fine;
}

Result<Exit> trustIssuer(const TrustRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto anchor, loadAnchor(request.anchor));
    CAUSEWAY_TRY(const auto domain, trustDomainOf(anchor, request));
    CAUSEWAY_TRY(const auto control,
                 tls::SpiffeId::workload(domain, request.name, "causeway", "control"));
    CAUSEWAY_TRY(const auto issuer, anchor.signIssuer(control.cluster(), validityFor(request)));
    const auto certificate = request.out / "issuer.pem";
    const auto key = request.out / "issuer.key";
    CAUSEWAY_CHECK(writePair(certificate, tls::pemOf(issuer.intermediates()), key, issuer.key()));
    tell(terminal, certificate, key);
    return Exit::Fine;
}

Result<Exit> trustClient(const TrustRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto anchor, loadAnchor(request.anchor));
    CAUSEWAY_TRY(const auto domain, trustDomainOf(anchor, request));
    CAUSEWAY_TRY(const auto identity, tls::SpiffeId::person(domain, request.name, request.role));
    CAUSEWAY_TRY(const auto own, tls::PrivateKey::generate());
    CAUSEWAY_TRY(const auto leaf, anchor.signLeaf(identity, own.publicKey(), validityFor(request)));
    const auto certificate = request.out / (request.name + ".pem");
    const auto key = request.out / (request.name + ".key");
    CAUSEWAY_CHECK(writePair(certificate, leaf.pem(), key, own));
    tell(terminal, certificate, key);
    return Exit::Fine;
}

} // namespace causeway::cli
