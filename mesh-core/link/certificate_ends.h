// SPDX-License-Identifier: Apache-2.0
// Which certificates of a cluster are at their end: expired, or not renewed when they should have
// been. Pure.
#pragma once

#include "link/inventory.h"

namespace causeway::link {

struct CertificateEnd {
    CertificateFact certificate;
    bool hasExpired = false; // else it should have been renewed, and will expire
    bool isOfGateway = false;
    std::string holder; // "gateway-1", "issuer", "anchor"
};

// Anchors and issuers from a week before their end on; leaves of connected proxies from four fifths
// of their life on, since renewal begins at 70 %. Of an instance only the newest leaf counts. What
// ends first comes first.
[[nodiscard]] std::vector<CertificateEnd> endsOf(const ClusterInventory& cluster, WallTime now);

} // namespace causeway::link
