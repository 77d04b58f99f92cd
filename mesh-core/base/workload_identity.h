// SPDX-License-Identifier: Apache-2.0
// The identity of a workload as its parts. Pure text: certificates are tls/'s business.
//   spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger
//   ledger.bank.serviceaccount.identity.causeway.talk.mesh
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace causeway {

struct WorkloadIdentity {
    std::string trustDomain;
    std::string cluster;
    std::string namespace_;
    std::string account;

    bool operator==(const WorkloadIdentity&) const = default;

    // Nothing when it is not a workload's SPIFFE URI (a person's, another mesh's, no URI at all).
    [[nodiscard]] static std::optional<WorkloadIdentity> parse(std::string_view spiffeId);
    [[nodiscard]] std::string spiffeId() const;
    // Linkerd's form, which the leaf carries as its DNS name; used as SNI.
    [[nodiscard]] std::string dnsName() const;
};

// dnsName() of the SPIFFE URI without allocating: written into the buffer. Empty when it is not a
// workload's or does not fit.
[[nodiscard]] std::string_view writeDnsName(std::string_view spiffeId, std::span<char> buffer);

} // namespace causeway
