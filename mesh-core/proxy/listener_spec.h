// SPDX-License-Identifier: Apache-2.0
// Where connections come in, and what one that came in there is meant for. A value; immutable once
// a worker serves it, shared by the connections that came in there.
#pragma once

#include "base/ip_address.h"
#include "net/address.h"

#include <algorithm>
#include <string>
#include <vector>

namespace causeway::proxy {

enum class Role : std::uint8_t {
    Outbound, // a sidecar's own application calls
    Inbound,  // the mesh calls a sidecar's application
    Egress,   // a sidecar calls another cluster through this gateway
    Ingress,  // another cluster's gateway calls a service of this one
};

struct ListenerSpec {
    Role role = Role::Outbound;
    net::Address address;
    bool tls = false;
    // Inbound, not 0: an edge. Whoever comes in, from outside the mesh, means this port of the
    // workload, whatever the authority; the exemption for callers on the same host is not for them.
    std::uint16_t edgePort = 0;
    // Outbound, not empty: what comes in means this service, whatever the authority.
    std::string service;
    // Connections are redirected here by causeway-init: each means the address that it was for,
    // which becomes its own `edgePort` or `service`.
    bool transparent = false;
    // Outbound, explicit: a request may name its service in l5d-dst-override instead of by its authority.
    bool takesOverride = false;
    // Load balancers: each of their connections begins with a PROXY header, or is refused. Of
    // anybody else such a header is no more than bytes.
    std::vector<IpNetwork> balancers = {};

    [[nodiscard]] bool announces(const IpAddress& peer) const {
        return std::ranges::any_of(balancers,
                                   [&](const IpNetwork& each) { return each.contains(peer); });
    }

    [[nodiscard]] bool isEdge() const { return edgePort != 0; }
    // The workload's own port was addressed, which causeway-init redirected here.
    [[nodiscard]] bool atWorkloadPort() const { return transparent && isEdge(); }
    // Whom bytes that are no HTTP would be for; empty: only HTTP can say.
    [[nodiscard]] std::string destination() const {
        return isEdge() ? "port " + std::to_string(edgePort) : service;
    }
};

struct Options;
// Those that the command line names.
[[nodiscard]] std::vector<ListenerSpec> listenersOf(const Options& options);

} // namespace causeway::proxy
