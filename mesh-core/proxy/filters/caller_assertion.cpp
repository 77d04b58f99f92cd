// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/caller_assertion.h"

namespace causeway::proxy {
namespace {

constexpr Duration kLife = std::chrono::seconds(30);
constexpr std::size_t kMaxCached = 4096;

template <typename Cache> void makeRoom(Cache& cache, MonotonicTime now) {
    if (cache.size() < kMaxCached)
        return;
    std::erase_if(cache, [&](const auto& each) { return each.second.until <= now; });
    if (cache.size() >= kMaxCached)
        cache.clear();
}

} // namespace

Result<std::string> CallerAssertions::issue(const std::string& caller, const std::string& target,
                                            const std::shared_ptr<const TlsMaterial>& tls) {
    const MonotonicTime now = m_clock.now();
    makeRoom(m_issued, now);
    Issued& held = m_issued[{caller, target}];
    if (held.by == tls && held.until > now)
        return held.token;
    const WallTime wall = m_clock.wallNow();
    const tls::Claims claims{tls->identity.uri(), caller, target, "", wall, wall + kLife};
    CAUSEWAY_TRY(std::string token, tls::signJwt(claims, tls->credentials.key));
    // Half of its life: the receiver must still accept it after the way.
    held = {token, now + kLife / 2, tls};
    return token;
}

Result<std::string> CallerAssertions::verify(const std::string& token,
                                             const tls::Certificate& peerLeaf,
                                             const std::string& fingerprint,
                                             const std::string& target) {
    const MonotonicTime now = m_clock.now();
    // The peer and the target belong to the key: a token is good for one hop and one service.
    const std::string key = fingerprint + " " + target + " " + token;
    if (const auto found = m_verified.find(key); found != m_verified.end())
        if (found->second.until > now)
            return found->second.caller;
    CAUSEWAY_TRY(const tls::Claims claims,
                 tls::verifyJwt(token, peerLeaf.publicKey(), {target, m_clock.wallNow()}));
    CAUSEWAY_TRY(const tls::SpiffeId caller, tls::SpiffeId::parse(claims.subject));
    if (claims.expires > claims.issuedAt + kLife)
        return fail(ErrorKind::Unauthenticated, "the assertion lives longer than 30 s");
    makeRoom(m_verified, now);
    m_verified[key] = {caller.uri(), now + kLife};
    return caller.uri();
}

} // namespace causeway::proxy
