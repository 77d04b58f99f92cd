// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/certifier.h"

#include "causeway/v1/identity.pb.h"
#include "tls/certificate_authority.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kMethod = "/causeway.v1.Identity/Certify";
constexpr std::string_view kKeyFile = "identity.key";
constexpr std::string_view kChainFile = "identity.pem";

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

} // namespace

Certifier::Certifier(const ControlOptions& options, std::string identity, const StateFolder& folder,
                     const Clock& clock)
    : m_options(options), m_identity(std::move(identity)), m_folder(folder), m_clock(clock) {}

std::optional<tls::Credentials> Certifier::restore() {
    const auto keyPem = m_folder.read(kKeyFile);
    const auto chainPem = m_folder.read(kChainFile);
    if (!keyPem || !chainPem)
        return std::nullopt;
    auto key = tls::PrivateKey::fromPem(*keyPem);
    auto chain = tls::Certificate::listFromPem(*chainPem);
    if (!key || !chain)
        return std::nullopt;
    const tls::Certificate& leaf = chain->front();
    const auto identity = leaf.identity();
    if (!leaf.matches(*key) || !identity || identity->uri() != m_identity
        || leaf.notAfter() <= m_clock.wallNow())
        return std::nullopt;
    return tls::Credentials{std::move(*chain), std::move(*key)};
}

Result<tls::PrivateKey> Certifier::loadOrMakeKey() {
    // The token is pinned to the first key that used it: a restart must come with the same one.
    if (const auto pem = m_folder.read(kKeyFile))
        if (auto key = tls::PrivateKey::fromPem(*pem))
            return key;
    CAUSEWAY_TRY(tls::PrivateKey key, tls::PrivateKey::generate());
    CAUSEWAY_CHECK(m_folder.write(kKeyFile, key.pem()));
    return key;
}

Status Certifier::request(grpc::Channel& channel, bool bootstrap, OnCredentials done,
                          std::function<void(const grpc::Status&)> failed) {
    CAUSEWAY_TRY(const tls::PrivateKey key, loadOrMakeKey());
    CAUSEWAY_TRY(const tls::SpiffeId identity, tls::SpiffeId::parse(m_identity));
    CAUSEWAY_TRY(const auto csr, tls::CertificateRequest::make(key, identity));
    v1::CertifyRequest request;
    request.set_identity(m_identity);
    request.set_csr(csr.data(), csr.size());
    if (bootstrap) {
        CAUSEWAY_TRY(const std::string token, readFile(m_options.joinTokenFile));
        request.set_join_token(trimmed(token));
    }
    const std::string bytes = request.SerializeAsString();
    auto started =
        channel.call(kMethod, bytesOf(bytes),
                     [this, key, done = std::move(done),
                      failed = std::move(failed)](const grpc::Status& status, ByteView reply) {
                         if (!status.ok())
                             return failed(status);
                         auto credentials = readResponse(reply, key);
                         if (!credentials)
                             return failed({grpc::Code::Internal, credentials.error().describe()});
                         ++m_issued;
                         done(*credentials);
                     });
    if (!started)
        return tl::unexpected(std::move(started).error());
    return {};
}

Result<tls::Credentials> Certifier::readResponse(ByteView reply, const tls::PrivateKey& key) {
    v1::CertifyResponse response;
    if (!response.ParseFromArray(reply.data(), static_cast<int>(reply.size())))
        return fail(ErrorKind::Protocol, "the answer to Certify does not parse");
    std::vector<tls::Certificate> chain;
    CAUSEWAY_TRY(tls::Certificate leaf, tls::Certificate::fromDer(bytesOf(response.leaf())));
    const auto identity = leaf.identity();
    if (!leaf.matches(key) || !identity || identity->uri() != m_identity)
        return fail(ErrorKind::Protocol, "the answer to Certify is a certificate for another key "
                                         "or another identity");
    chain.push_back(std::move(leaf));
    for (const std::string& der : response.intermediates()) {
        CAUSEWAY_TRY(tls::Certificate each, tls::Certificate::fromDer(bytesOf(der)));
        chain.push_back(std::move(each));
    }
    m_unkept = tls::pemOf(chain);
    return tls::Credentials{std::move(chain), key};
}

Status Certifier::keep() {
    if (m_unkept.empty())
        return {};
    CAUSEWAY_CHECK(m_folder.write(kChainFile, m_unkept));
    m_unkept.clear();
    return {};
}

Duration Certifier::untilRenewal(const tls::Certificate& leaf) const {
    // Counted from when it was signed, not from its notBefore: a short life would be over before.
    const WallTime issued = leaf.notBefore() + tls::Validity::kBackdated;
    const Duration life = leaf.notAfter() - issued;
    return std::max<Duration>(issued + life * 7 / 10 - m_clock.wallNow(), Duration::zero());
}

} // namespace causeway::proxy
