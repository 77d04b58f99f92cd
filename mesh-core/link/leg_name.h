// SPDX-License-Identifier: Apache-2.0
// The parts of a way between clusters that a diagnosis can name. A value; pure.
#pragma once

#include <cstdint>
#include <string>

namespace causeway::link {

struct LegName {
    enum class Part : std::uint8_t {
        Egress,      // "egress:gcp": from a caller's sidecar out of its cluster's gateway
        Wire,        // "wire:aws:gcp": between two gateways, the same from both ends
        Ingress,     // "ingress:aws": in through a cluster's gateway to the callee's sidecar
        Connect,     // "connect:aws": setting connections up towards a cluster, and reusing them
        Workload,    // "workload:ledger@aws": the callee's own time
        Certificate, // "certificate:gateway-1@gcp": of a proxy, an issuer or an anchor
        Policy,      // "policy:bank/ledger@gcp": a Server, or "default"
    };
    Part part = Part::Wire;
    std::string site;  // the cluster; of a wire the one that sorts first
    std::string other; // the wire's other end, or the name of what is not a way; else empty

    [[nodiscard]] static LegName wire(const std::string& a, const std::string& b);
    [[nodiscard]] std::string text() const;
    auto operator<=>(const LegName&) const = default;
};

} // namespace causeway::link
