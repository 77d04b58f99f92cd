// SPDX-License-Identifier: Apache-2.0
// A control plane's signature under the trail as it stood: who rewrites records and all their
// hashes would have to sign anew as well. Values; pure.
#pragma once

#include "audit/record.h"
#include "tls/certificate_authority.h"

namespace causeway::audit {

struct Checkpoint {
    std::uint64_t sequence = 0; // of the newest record that it covers
    std::string hash;           // that record's
    WallTime at{};              // microseconds
    std::string signature;      // ECDSA with SHA-256, lower-case hex
    std::string certificates;   // PEM: the signer's, then those up to an anchor

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// What signatures are for: "aws", or "aws/control-1" where a cluster has several trails, so that
// none can be shown in another's place.
[[nodiscard]] inline std::string trailName(const std::string& cluster, const std::string& trail) {
    return trail.empty() ? cluster : cluster + "/" + trail;
}

// `cluster` is the trail's name here and below.
[[nodiscard]] Result<Checkpoint> sign(const Record& newest, std::string_view cluster, WallTime now,
                                      const tls::CertificateAuthority& issuer);

// Unauthenticated unless an issuer that one of `anchors` vouches for, and that was valid at the
// time, has signed it for this cluster.
[[nodiscard]] Status check(const Checkpoint& checkpoint, std::string_view cluster,
                           const std::vector<tls::Certificate>& anchors);

[[nodiscard]] std::string serialize(const Checkpoint& checkpoint);
[[nodiscard]] Result<Checkpoint> parseCheckpoint(std::string_view text);

} // namespace causeway::audit
