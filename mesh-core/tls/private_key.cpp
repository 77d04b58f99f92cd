// SPDX-License-Identifier: Apache-2.0
#include "tls/private_key.h"

#include "base/hex.h"
#include "tls/openssl.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

namespace causeway::tls {
namespace {

using OwnedSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
constexpr int kCoordinate = 32;

std::shared_ptr<EVP_PKEY> share(EVP_PKEY* key) {
    return {key, EVP_PKEY_free};
}

bool isP256(const EVP_PKEY* key) {
    char group[32] = {};
    std::size_t size = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC
           && EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1
           && std::string_view(group, size) == "prime256v1";
}

} // namespace

std::string PublicKey::fingerprint() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(m_key.get(), &der);
    CAUSEWAY_ASSERT(size > 0);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int digestSize = 0;
    EVP_Digest(der, static_cast<std::size_t>(size), digest, &digestSize, EVP_sha256(), nullptr);
    OPENSSL_free(der);
    return hexOf({digest, digestSize});
}

bool PublicKey::verifies(std::string_view message, ByteView signature) const {
    if (signature.size() != 2 * kCoordinate || !isP256(m_key.get()))
        return false;
    const OwnedSignature pair(ECDSA_SIG_new());
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), kCoordinate, nullptr),
                   BN_bin2bn(signature.data() + kCoordinate, kCoordinate, nullptr));
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0)
        return false;
    const OwnedDigest digest(EVP_MD_CTX_new());
    const bool good =
        EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1
        && EVP_DigestVerify(digest.get(), der, static_cast<std::size_t>(size),
                            bytesOf(message).data(), message.size())
               == 1;
    OPENSSL_free(der);
    if (!good)
        (void)takeOpenSslError();
    return good;
}

bool operator==(const PublicKey& a, const PublicKey& b) {
    return EVP_PKEY_eq(a.m_key.get(), b.m_key.get()) == 1;
}

Result<PrivateKey> PrivateKey::generate() {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    if (!key)
        return failOpenSsl(ErrorKind::Internal, "making a P-256 key");
    return PrivateKey(share(key));
}

Result<PrivateKey> PrivateKey::fromPem(std::string_view pem) {
    const OwnedBio bio = readBio(pem);
    // Without this callback OpenSSL would ask the terminal for a pass phrase.
    const auto noPassphrase = [](char*, int, int, void*) { return 0; };
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr);
    if (!key)
        return failOpenSsl(ErrorKind::InvalidInput,
                           "expected an unencrypted private key in PEM form");
    auto shared = share(key);
    if (!isP256(key))
        return fail(ErrorKind::InvalidInput, "the private key is not a P-256 (prime256v1) key");
    return PrivateKey(std::move(shared));
}

std::string PrivateKey::pem() const {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    const int written = PEM_write_bio_PKCS8PrivateKey(bio.get(), m_key.get(), nullptr, nullptr, 0,
                                                      nullptr, nullptr);
    CAUSEWAY_ASSERT(written == 1);
    return contentsOf(bio.get());
}

Result<std::vector<std::uint8_t>> PrivateKey::sign(std::string_view message) const {
    const OwnedDigest digest(EVP_MD_CTX_new());
    std::size_t size = 0;
    if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) != 1
        || EVP_DigestSign(digest.get(), nullptr, &size, bytesOf(message).data(), message.size())
               != 1)
        return failOpenSsl(ErrorKind::Internal, "signing");
    std::vector<std::uint8_t> der(size);
    if (EVP_DigestSign(digest.get(), der.data(), &size, bytesOf(message).data(), message.size())
        != 1)
        return failOpenSsl(ErrorKind::Internal, "signing");
    const unsigned char* cursor = der.data();
    const OwnedSignature pair(d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(size)));
    if (!pair)
        return failOpenSsl(ErrorKind::Internal, "signing");
    std::vector<std::uint8_t> raw(2 * kCoordinate);
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), kCoordinate);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + kCoordinate, kCoordinate);
    return raw;
}

} // namespace causeway::tls
