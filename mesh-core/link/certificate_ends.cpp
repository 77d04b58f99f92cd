// SPDX-License-Identifier: Apache-2.0
#include "link/certificate_ends.h"

#include <algorithm>
#include <map>

namespace causeway::link {
namespace {

using Kind = CertificateFact::Kind;

constexpr std::chrono::hours kAuthorityNotice(7 * 24);
constexpr double kRenewedBy = 0.8;

bool isDue(const CertificateFact& certificate, WallTime now) {
    if (certificate.kind != Kind::Leaf)
        return certificate.notAfter - now < kAuthorityNotice;
    const auto life = certificate.notAfter - certificate.notBefore;
    return now - certificate.notBefore > std::chrono::duration_cast<Duration>(life * kRenewedBy);
}

} // namespace

std::vector<CertificateEnd> endsOf(const ClusterInventory& cluster, WallTime now) {
    std::map<std::string, const CertificateFact*> newest;
    std::vector<CertificateEnd> ends;
    for (const auto& each : cluster.certificates) {
        if (each.kind == Kind::Leaf) {
            const auto*& leaf = newest[each.instance];
            if (leaf == nullptr || leaf->notAfter < each.notAfter)
                leaf = &each;
        } else if (isDue(each, now)) {
            ends.push_back({each, each.notAfter <= now, false,
                            each.kind == Kind::Anchor ? "anchor" : "issuer"});
        }
    }
    for (const auto& [instance, leaf] : newest) {
        // Of one that is gone, a leaf may end in peace.
        const auto* proxy = cluster.proxy(instance);
        if (proxy != nullptr && proxy->isConnected && isDue(*leaf, now))
            ends.push_back({*leaf, leaf->notAfter <= now, proxy->isGateway, instance});
    }
    std::ranges::stable_sort(ends, {},
                             [](const CertificateEnd& end) { return end.certificate.notAfter; });
    return ends;
}

} // namespace causeway::link
