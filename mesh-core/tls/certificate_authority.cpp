// SPDX-License-Identifier: Apache-2.0
#include "tls/certificate_authority.h"

#include "tls/openssl.h"

#include <openssl/rand.h>

namespace causeway::tls {
namespace {

struct Extension {
    int nid;
    std::string value;
};

struct Draft {
    std::string commonName;
    std::string organization;
    const PublicKey& subjectKey;
    std::vector<Extension> extensions;
    Validity validity;
};

// RFC 5280, 4.1.2.2: positive and at most 20 octets; 127 random bits make guessing useless.
bool setRandomSerial(X509* x509) {
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3f) | 0x40);
    const Owned<BIGNUM, BN_free> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
    return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) != nullptr;
}

bool setName(X509_NAME* name, const char* field, const std::string& value) {
    constexpr std::size_t kMaxCommonName = 64; // X.520's upper bound
    const std::string_view cut = std::string_view(value).substr(0, kMaxCommonName);
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytesOf(cut).data(),
                                      static_cast<int>(cut.size()), -1, 0)
           == 1;
}

bool setTime(ASN1_TIME* time, WallTime value) {
    return ASN1_TIME_set(
               time, std::chrono::system_clock::to_time_t(
                         std::chrono::time_point_cast<std::chrono::system_clock::duration>(value)))
           != nullptr;
}

bool addExtensions(X509* x509, X509* issuer, const std::vector<Extension>& extensions) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
    for (const Extension& each : extensions) {
        const OwnedExtension extension(
            X509V3_EXT_conf_nid(nullptr, &context, each.nid, each.value.c_str()));
        if (!extension || X509_add_ext(x509, extension.get(), -1) != 1)
            return false;
    }
    return true;
}

// `issuer` is null for a self-signed certificate.
Result<Certificate> sign(const Draft& draft, const Certificate* issuer, const PrivateKey& key) {
    const std::shared_ptr<X509> made(X509_new(), X509_free);
    X509* x509 = made.get();
    const WallTime end =
        issuer ? std::min(draft.validity.notAfter, issuer->notAfter()) : draft.validity.notAfter;
    if (end <= draft.validity.notBefore)
        return fail(ErrorKind::InvalidInput,
                    "the certificate would have ended before it begins; has its issuer expired?");
    X509_NAME* subject = X509_get_subject_name(x509);
    const bool good =
        X509_set_version(x509, X509_VERSION_3) == 1 && setRandomSerial(x509)
        && setName(subject, "O", draft.organization) && setName(subject, "CN", draft.commonName)
        && X509_set_issuer_name(x509, issuer ? X509_get_subject_name(issuer->handle()) : subject)
               == 1
        && setTime(X509_getm_notBefore(x509), draft.validity.notBefore)
        && setTime(X509_getm_notAfter(x509), end)
        && X509_set_pubkey(x509, draft.subjectKey.handle()) == 1
        && addExtensions(x509, issuer ? issuer->handle() : x509, draft.extensions)
        && X509_sign(x509, key.handle(), EVP_sha256()) > 0;
    if (!good)
        return failOpenSsl(ErrorKind::Internal, "signing a certificate for " + draft.commonName);
    return Certificate(made);
}

std::vector<Extension> authorityExtensions(int pathLength) {
    return {{NID_basic_constraints, "critical,CA:TRUE,pathlen:" + std::to_string(pathLength)},
            {NID_key_usage, "critical,keyCertSign,cRLSign"},
            {NID_subject_key_identifier, "hash"},
            {NID_authority_key_identifier, "keyid"}};
}

std::string organizationOf(const Certificate& certificate) {
    char text[256] = {};
    const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.handle()),
                                               NID_organizationName, text, sizeof text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

} // namespace

Result<CertificateAuthority> CertificateAuthority::makeAnchor(std::string_view trustDomain,
                                                              Validity validity) {
    CAUSEWAY_TRY(PrivateKey key, PrivateKey::generate());
    const PublicKey publicKey = key.publicKey();
    const Draft draft{"trust anchor of " + std::string(trustDomain), std::string(trustDomain),
                      publicKey, authorityExtensions(1), validity};
    CAUSEWAY_TRY(Certificate certificate, sign(draft, nullptr, key));
    return CertificateAuthority({std::move(certificate)}, std::move(key));
}

Result<CertificateAuthority> CertificateAuthority::load(std::string_view chainPem,
                                                        std::string_view keyPem) {
    CAUSEWAY_TRY(auto chain, Certificate::listFromPem(chainPem));
    CAUSEWAY_TRY(PrivateKey key, PrivateKey::fromPem(keyPem));
    if (!chain.front().matches(key))
        return fail(ErrorKind::InvalidInput,
                    "the key does not belong to certificate \"" + chain.front().subject() + "\"");
    if (!chain.front().isAuthority())
        return fail(ErrorKind::InvalidInput,
                    "certificate \"" + chain.front().subject()
                        + "\" is no authority (basicConstraints CA:FALSE)");
    return CertificateAuthority(std::move(chain), std::move(key));
}

Result<CertificateAuthority> CertificateAuthority::signIssuer(std::string_view cluster,
                                                              Validity validity) const {
    CAUSEWAY_TRY(PrivateKey key, PrivateKey::generate());
    const PublicKey publicKey = key.publicKey();
    const Draft draft{"issuer of " + std::string(cluster), organizationOf(certificate()), publicKey,
                      authorityExtensions(0), validity};
    CAUSEWAY_TRY(Certificate signedOne, sign(draft, &certificate(), m_key));
    std::vector<Certificate> chain = intermediates();
    chain.insert(chain.begin(), std::move(signedOne));
    return CertificateAuthority(std::move(chain), std::move(key));
}

Result<Certificate> CertificateAuthority::signLeaf(const SpiffeId& identity, const PublicKey& key,
                                                   Validity validity) const {
    std::string names = "URI:" + identity.uri();
    if (identity.isWorkload())
        names += ",DNS:" + identity.dnsName();
    const std::string commonName =
        identity.isWorkload() ? identity.name() + "." + identity.ns() : identity.name();
    const Draft draft{commonName,
                      identity.trustDomain(),
                      key,
                      {{NID_basic_constraints, "critical,CA:FALSE"},
                       {NID_key_usage, "critical,digitalSignature"},
                       {NID_ext_key_usage, "serverAuth,clientAuth"},
                       {NID_subject_alt_name, names},
                       {NID_subject_key_identifier, "hash"},
                       {NID_authority_key_identifier, "keyid"}},
                      validity};
    return sign(draft, &certificate(), m_key);
}

std::vector<Certificate> CertificateAuthority::intermediates() const {
    std::vector<Certificate> list;
    for (const Certificate& each : m_chain)
        if (!each.signedBy(each))
            list.push_back(each);
    return list;
}

} // namespace causeway::tls
