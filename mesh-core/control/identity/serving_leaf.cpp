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
    CAUSEWAY_CHECK(parts.state.write(kKey, leaf.m_key.pem()));
    CAUSEWAY_CHECK(leaf.trustChanged());
    return leaf;
}

Status ServingLeaf::renewIfDue() {
    return m_parts.clock.wallNow() < m_renewAt ? Status() : renew();
}

Status ServingLeaf::trustChanged() {
    CAUSEWAY_CHECK(m_parts.state.write(kAnchors, tls::pemOf(m_parts.authority.trust().anchors)));
    return renew();
}

Status ServingLeaf::renew() {
    const WallTime now = m_parts.clock.wallNow();
    m_renewAt = now + kRetry;
    CAUSEWAY_TRY(const auto issued,
                 m_parts.authority.sign(m_identity, m_key.publicKey(), now, m_life));
    CAUSEWAY_CHECK(m_parts.state.write(kCertificate, tls::pemOf(issued.chain)));
    m_parts.certificates.setServing(issued);
    m_renewAt = now + (issued.leaf().notAfter() - now) * 7 / 10;
    return {};
}

} // namespace causeway::control
