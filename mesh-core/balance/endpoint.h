// SPDX-License-Identifier: Apache-2.0
// Where a request may go: plain mirror of discovery.proto, whose comments say what each field means.
#pragma once

#include "base/protocol.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::balance {

struct TlsIdentity {
    std::string spiffeId;
    std::string serverName;

    bool operator==(const TlsIdentity&) const = default;
};

struct Endpoint {
    std::string address; // "10.1.0.11:4143", "[fd00::1]:4143"
    std::uint32_t weight = 10'000;
    std::optional<TlsIdentity> tls; // none: plain text
    Protocol protocol = Protocol::Http2;
    std::string workload;
    std::string instance;
    std::string zone;
    bool gateway = false;
    std::string link;
    std::vector<std::string> forZones; // whose callers it is meant for; none: no hint

    bool operator==(const Endpoint&) const = default;
};
// Meant for callers of that zone.
[[nodiscard]] bool isNear(const Endpoint& endpoint, std::string_view zone);

struct Endpoints {
    std::vector<Endpoint> endpoints; // sorted by address
    bool exists = false;             // false: the destination is unknown

    bool operator==(const Endpoints&) const = default;
};

struct EndpointsDelta {
    std::vector<Endpoint> add; // replaces the one of equal address
    std::vector<std::string> remove;

    bool operator==(const EndpointsDelta&) const = default;
};

// Keeps the order by address. Removing what is not there changes nothing.
void apply(Endpoints& held, const EndpointsDelta& delta);

} // namespace causeway::balance
