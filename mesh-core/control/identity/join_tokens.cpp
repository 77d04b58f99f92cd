// SPDX-License-Identifier: Apache-2.0
#include "control/identity/join_tokens.h"

#include "base/hex.h"

#include <openssl/rand.h>
#include <spdlog/fmt/fmt.h>

namespace causeway::control {

namespace {

constexpr std::string_view kKeyFile = "join-token.key";
constexpr Duration kLeeway = std::chrono::seconds(5); // both times are our own clock's

Result<std::string> randomId() {
    std::array<std::uint8_t, 16> bytes{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1)
        return fail(ErrorKind::Internal, "the random generator gives nothing");
    return hexOf(bytes);
}

// Unless it is there.
Status makeKey(const StateFolder& state) {
    CAUSEWAY_TRY(const auto pem, state.read(kKeyFile));
    if (pem)
        return {};
    CAUSEWAY_TRY(const auto fresh, tls::PrivateKey::generate());
    return state.write(kKeyFile, fresh.pem());
}

} // namespace

Result<JoinTokens> JoinTokens::open(const StateFolder& state, const std::string& keyFile,
                                    std::string cluster) {
    const std::string file = keyFile.empty() ? state.path(kKeyFile) : keyFile;
    if (keyFile.empty())
        CAUSEWAY_CHECK(makeKey(state));
    CAUSEWAY_TRY(const std::string pem, readFile(file));
    auto key = tls::PrivateKey::fromPem(pem);
    if (!key)
        return tl::unexpected(std::move(key).error().context(file));
    return JoinTokens(std::move(*key), "causeway-control/" + cluster);
}

Result<std::string> JoinTokens::create(const tls::SpiffeId& identity, WallTime now,
                                       Duration life) const {
    if (life > kMaxLife)
        return fail(
            ErrorKind::InvalidInput,
            fmt::format("a join token lives at most {} seconds",
                        std::chrono::duration_cast<std::chrono::seconds>(kMaxLife).count()));
    CAUSEWAY_TRY(std::string id, randomId());
    return tls::signJwt({.issuer = m_audience,
                         .subject = identity.uri(),
                         .audience = m_audience,
                         .id = std::move(id),
                         .issuedAt = now,
                         .expires = now + life},
                        m_key);
}

Result<tls::Claims> JoinTokens::verify(std::string_view token, const tls::SpiffeId& identity,
                                       WallTime now) const {
    CAUSEWAY_TRY(tls::Claims claims,
                 tls::verifyJwt(token, m_key.publicKey(),
                                {.audience = m_audience, .now = now, .leeway = kLeeway}));
    if (claims.id.empty())
        return fail(ErrorKind::Unauthenticated, "join token: it has no jti");
    if (claims.subject != identity.uri())
        return fail(ErrorKind::Unauthenticated,
                    "join token: it is for " + claims.subject + ", not for " + identity.uri());
    return claims;
}

} // namespace causeway::control
