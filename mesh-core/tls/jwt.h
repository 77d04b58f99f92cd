// SPDX-License-Identifier: Apache-2.0
// Compact JSON Web Tokens signed with ES256 and nothing else: join tokens and the gateways' caller
// assertions. Pure functions; any thread. A token is a secret: errors never quote it.
#pragma once

#include "base/clock.h"
#include "tls/private_key.h"

namespace causeway::tls {

struct Claims {
    std::string issuer;   // iss
    std::string subject;  // sub
    std::string audience; // aud, one
    std::string id;       // jti; empty: absent
    WallTime issuedAt{};  // iat, whole seconds
    WallTime expires{};   // exp
};

[[nodiscard]] Result<std::string> signJwt(const Claims& claims, const PrivateKey& key);

struct JwtExpectation {
    std::string_view audience;
    WallTime now;
    Duration leeway = std::chrono::seconds(60); // by which the two clocks may differ
};
// Unauthenticated when the token is malformed, of another algorithm, badly signed, for somebody
// else, expired or not valid yet; the message says which.
[[nodiscard]] Result<Claims> verifyJwt(std::string_view token, const PublicKey& key,
                                       const JwtExpectation& expected);

} // namespace causeway::tls
