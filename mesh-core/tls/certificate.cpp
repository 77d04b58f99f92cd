// SPDX-License-Identifier: Apache-2.0
#include "tls/certificate.h"

#include "base/hex.h"
#include "tls/openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <spdlog/fmt/fmt.h>

#include <ctime>

namespace causeway::tls {
namespace {

std::string nameOf(const X509_NAME* name) {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
    return contentsOf(bio.get());
}

WallTime wallTimeOf(const ASN1_TIME* time) {
    std::tm broken{};
    ASN1_TIME_to_tm(time, &broken);
    return std::chrono::system_clock::from_time_t(timegm(&broken));
}

AlternativeNames namesOf(X509* x509) {
    const OwnedNames names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
    return names ? alternativeNames(names.get()) : AlternativeNames{};
}

AlternativeNames namesOf(X509_REQ* request) {
    auto* extensions = X509_REQ_get_extensions(request);
    const OwnedNames names(static_cast<GENERAL_NAMES*>(
        X509V3_get_d2i(extensions, NID_subject_alt_name, nullptr, nullptr)));
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return names ? alternativeNames(names.get()) : AlternativeNames{};
}

} // namespace

Result<Certificate> Certificate::fromDer(ByteView der) {
    const unsigned char* cursor = der.data();
    X509* x509 = d2i_X509(nullptr, &cursor, static_cast<long>(der.size()));
    if (!x509)
        return failOpenSsl(ErrorKind::InvalidInput, "expected a certificate in DER form");
    return Certificate(std::shared_ptr<X509>(x509, X509_free));
}

Result<std::vector<Certificate>> Certificate::listFromPem(std::string_view pem) {
    const OwnedBio bio = readBio(pem);
    std::vector<Certificate> list;
    while (X509* x509 = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        list.emplace_back(std::shared_ptr<X509>(x509, X509_free));
    const auto last = ERR_peek_last_error();
    const bool atEnd =
        ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    if (!atEnd)
        return failOpenSsl(ErrorKind::InvalidInput,
                           fmt::format("certificate {} in the PEM text", list.size() + 1));
    ERR_clear_error();
    if (list.empty())
        return fail(ErrorKind::InvalidInput,
                    "found no \"BEGIN CERTIFICATE\"; expected certificates in PEM form");
    return list;
}

std::vector<std::uint8_t> Certificate::der() const {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(m_x509.get(), &bytes);
    CAUSEWAY_ASSERT(size > 0);
    std::vector<std::uint8_t> der(bytes, bytes + size);
    OPENSSL_free(bytes);
    return der;
}

std::string Certificate::pem() const {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), m_x509.get());
    return contentsOf(bio.get());
}

std::string pemOf(const std::vector<Certificate>& certificates) {
    std::string pem;
    for (const Certificate& certificate : certificates)
        pem += certificate.pem();
    return pem;
}

std::optional<SpiffeId> Certificate::identity() const {
    const auto names = namesOf(m_x509.get());
    if (names.uris.size() != 1)
        return std::nullopt;
    auto id = SpiffeId::parse(names.uris.front());
    return id ? std::optional(std::move(*id)) : std::nullopt;
}

std::vector<std::string> Certificate::dnsNames() const {
    return namesOf(m_x509.get()).dnsNames;
}
std::string Certificate::subject() const {
    return nameOf(X509_get_subject_name(m_x509.get()));
}
std::string Certificate::issuer() const {
    return nameOf(X509_get_issuer_name(m_x509.get()));
}

std::string Certificate::serial() const {
    const ASN1_INTEGER* number = X509_get0_serialNumber(m_x509.get());
    return hexOf(
        {ASN1_STRING_get0_data(number), static_cast<std::size_t>(ASN1_STRING_length(number))});
}

std::string Certificate::fingerprint() const {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    X509_digest(m_x509.get(), EVP_sha256(), digest, &size);
    return hexOf({digest, size});
}

WallTime Certificate::notBefore() const {
    return wallTimeOf(X509_get0_notBefore(m_x509.get()));
}
WallTime Certificate::notAfter() const {
    return wallTimeOf(X509_get0_notAfter(m_x509.get()));
}
bool Certificate::isAuthority() const {
    return X509_check_ca(m_x509.get()) == 1;
}

PublicKey Certificate::publicKey() const {
    return PublicKey(std::shared_ptr<EVP_PKEY>(X509_get_pubkey(m_x509.get()), EVP_PKEY_free));
}

bool Certificate::matches(const PrivateKey& key) const {
    return publicKey() == key.publicKey();
}

bool Certificate::signedBy(const Certificate& authority) const {
    const bool good = X509_check_issued(authority.handle(), m_x509.get()) == X509_V_OK
                      && X509_verify(m_x509.get(), authority.publicKey().handle()) == 1;
    ERR_clear_error();
    return good;
}

Result<std::vector<std::uint8_t>> CertificateRequest::make(const PrivateKey& key,
                                                           const SpiffeId& identity) {
    const OwnedRequest request(X509_REQ_new());
    std::string names = "URI:" + identity.uri();
    if (identity.isWorkload())
        names += ",DNS:" + identity.dnsName();
    const OwnedExtension extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    if (!extension)
        return failOpenSsl(ErrorKind::Internal, "naming the certificate request");
    STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
    sk_X509_EXTENSION_push(extensions, extension.get());
    const bool made = X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1
                      && X509_REQ_set_pubkey(request.get(), key.handle()) == 1
                      && X509_REQ_add_extensions(request.get(), extensions) == 1
                      && X509_REQ_sign(request.get(), key.handle(), EVP_sha256()) > 0;
    sk_X509_EXTENSION_free(extensions);
    unsigned char* bytes = nullptr;
    const int size = made ? i2d_X509_REQ(request.get(), &bytes) : -1;
    if (size <= 0)
        return failOpenSsl(ErrorKind::Internal, "making a certificate request");
    std::vector<std::uint8_t> der(bytes, bytes + size);
    OPENSSL_free(bytes);
    return der;
}

Result<CertificateRequest> CertificateRequest::parse(ByteView der) {
    const unsigned char* cursor = der.data();
    const OwnedRequest request(d2i_X509_REQ(nullptr, &cursor, static_cast<long>(der.size())));
    if (!request)
        return failOpenSsl(ErrorKind::InvalidInput, "expected a certificate request in DER form");
    EVP_PKEY* key = X509_REQ_get_pubkey(request.get());
    if (!key)
        return failOpenSsl(ErrorKind::InvalidInput, "the certificate request has no usable key");
    PublicKey publicKey(std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free));
    char group[32] = {};
    std::size_t groupSize = 0;
    if (EVP_PKEY_get_group_name(key, group, sizeof group, &groupSize) != 1
        || std::string_view(group, groupSize) != "prime256v1")
        return fail(ErrorKind::InvalidInput, "the certificate request's key is not a P-256 key");
    if (X509_REQ_verify(request.get(), key) != 1)
        return failOpenSsl(ErrorKind::InvalidInput, "the certificate request's signature is bad");
    const auto names = namesOf(request.get());
    if (names.uris.size() != 1 || names.hasOther)
        return fail(ErrorKind::InvalidInput,
                    "the certificate request must name exactly one URI, the identity");
    CAUSEWAY_TRY(SpiffeId identity, SpiffeId::parse(names.uris.front()));
    const bool dnsFits = identity.isWorkload() ? names.dnsNames == std::vector{identity.dnsName()}
                                               : names.dnsNames.empty();
    if (!dnsFits)
        return fail(ErrorKind::InvalidInput, "the certificate request must name the DNS name \""
                                                 + identity.dnsName() + "\" and no other");
    return CertificateRequest(std::move(identity), std::move(publicKey));
}

} // namespace causeway::tls
