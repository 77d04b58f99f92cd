// SPDX-License-Identifier: Apache-2.0
// P-256 keys. Values that share the key inside; immutable; any thread. A private key reaches text
// only through pem(), which goes to a 0600 file and never to a log.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace causeway::tls {

class PublicKey {
public:
    explicit PublicKey(std::shared_ptr<evp_pkey_st> key) : m_key(std::move(key)) {}

    // SHA-256 of the SubjectPublicKeyInfo, lower-case hex: what a join token is pinned to.
    [[nodiscard]] std::string fingerprint() const;
    // ECDSA with SHA-256; `signature` is r and s, 32 bytes each (RFC 7518, 3.4).
    [[nodiscard]] bool verifies(std::string_view message, ByteView signature) const;
    [[nodiscard]] evp_pkey_st* handle() const { return m_key.get(); }

    friend bool operator==(const PublicKey& a, const PublicKey& b);

private:
    std::shared_ptr<evp_pkey_st> m_key;
};

class PrivateKey {
public:
    [[nodiscard]] static Result<PrivateKey> generate();
    // Fails unless it is an unencrypted P-256 key.
    [[nodiscard]] static Result<PrivateKey> fromPem(std::string_view pem);

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] PublicKey publicKey() const { return PublicKey(m_key); }
    [[nodiscard]] Result<std::vector<std::uint8_t>> sign(std::string_view message) const;
    [[nodiscard]] evp_pkey_st* handle() const { return m_key.get(); }

private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : m_key(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> m_key;
};

} // namespace causeway::tls
