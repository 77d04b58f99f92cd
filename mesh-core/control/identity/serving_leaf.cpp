// SPDX-License-Identifier: Apache-2.0
#include "control/identity/serving_leaf.h"

namespace causeway::control {

namespace {

constexpr Duration kRetry = std::chrono::minutes(1);

} // namespace

Result<ServingLeaf> ServingLeaf::make(Parts parts, const ClusterName& cluster, Duration life) {
    CAUSEWAY_TRY(auto identity,
                 tls::SpiffeId::workload(cluster.trustDomain, cluster.name, "causeway", "control"));
    CAUSEWAY_TRY(auto key, tls::PrivateKey::generate());
    ServingLeaf leaf(parts, std::move(identity), std::move(key), life);
    CAUSEWAY_CHECK(parts.state.write(kAnchors, tls::pemOf(parts.authority.anchors())));
    CAUSEWAY_CHECK(parts.state.write(kKey, leaf.m_key.pem()));
    CAUSEWAY_CHECK(leaf.renew());
    return leaf;
}

Status ServingLeaf::renewIfDue() {
    return m_parts.clock.wallNow() < m_renewAt ? Status() : renew();
}

Status ServingLeaf::renew() {
    const WallTime now = m_parts.clock.wallNow();
    m_renewAt = now + kRetry;
    CAUSEWAY_TRY(const auto leaf,
                 m_parts.authority.sign(m_identity, m_key.publicKey(), now, m_life));
    std::vector<tls::Certificate> chain{leaf};
    for (const tls::Certificate& intermediate : m_parts.authority.issuer().intermediates())
        chain.push_back(intermediate);
    CAUSEWAY_CHECK(m_parts.state.write(kCertificate, tls::pemOf(chain)));
    m_parts.certificates.setOwn(v1::Certificate::CONTROL, leaf);
    m_renewAt = now + (leaf.notAfter() - now) * 7 / 10;
    return {};
}

} // namespace causeway::control
