// SPDX-License-Identifier: Apache-2.0
// First contact: a token says which identity its bearer may ask for, once it is pinned to the
// public key of the first request that used it. Immutable; any thread. Tokens are secrets: none is
// logged.
#pragma once

#include "control/state_folder.h"
#include "tls/jwt.h"
#include "tls/spiffe_id.h"

namespace causeway::control {

class JoinTokens {
public:
    static constexpr Duration kDefaultLife = std::chrono::hours(1);
    static constexpr Duration kMaxLife = std::chrono::hours(24 * 30);

    // The signing key is that of the PEM file `keyFile`; when that is empty it lies in `state` and
    // is made on first start.
    [[nodiscard]] static Result<JoinTokens> open(const StateFolder& state,
                                                 const std::string& keyFile, std::string cluster);

    // InvalidInput when `life` is above kMaxLife.
    [[nodiscard]] Result<std::string> create(const tls::SpiffeId& identity, WallTime now,
                                             Duration life) const;
    // Unauthenticated unless the token is ours, for this cluster, in time and for `identity`.
    [[nodiscard]] Result<tls::Claims> verify(std::string_view token, const tls::SpiffeId& identity,
                                             WallTime now) const;

private:
    JoinTokens(tls::PrivateKey key, std::string audience)
        : m_key(std::move(key)), m_audience(std::move(audience)) {}

    tls::PrivateKey m_key;
    std::string m_audience; // "causeway-control/aws"
};

} // namespace causeway::control
