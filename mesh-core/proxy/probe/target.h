// SPDX-License-Identifier: Apache-2.0
// Whom a ladder of probes is for, and how it is climbed. Values.
#pragma once

#include "base/clock.h"
#include "net/address.h"

#include <optional>
#include <string>

namespace causeway::proxy {

struct ProbeOptions {
    Duration interval = std::chrono::seconds(1); // between datagrams; 0: no probes at all
    std::optional<Duration> warmInterval; // between requests; absent: together with datagrams
    std::optional<Duration> coldInterval; // between cold connections; absent: fifteen times that
    std::optional<Duration> grpcInterval; // between calls of the canary; absent: the same
    // Of all rungs of one link together, both directions, IP headers included; intervals are
    // stretched to stay below it.
    double bytesPerSecond = 2000;
    Duration timeLimit = std::chrono::seconds(2); // then a datagram is lost
};

struct ProbeTarget {
    std::string link;       // "aws:gcp"
    net::Address address;   // of the gateway's mesh listener; UDP on the same port
    std::string identity;   // SPIFFE id that it must prove
    std::string serverName; // its DNS-like form
    std::string clusterDomain{}; // where the canary to call is; empty: none, or another's to call

    [[nodiscard]] bool same(const ProbeTarget& other) const {
        return link == other.link && address.text() == other.address.text()
               && identity == other.identity && clusterDomain == other.clusterDomain;
    }
};

// What gateways answer themselves; the authority is the gateway's DNS-like identity, which no
// service can have.
inline constexpr std::string_view kProbePrefix = "/.causeway/";
inline constexpr std::string_view kProbePath = "/.causeway/probe";
inline constexpr std::string_view kProbeKeyPath = "/.causeway/probe-key";

} // namespace causeway::proxy
