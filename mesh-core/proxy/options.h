// SPDX-License-Identifier: Apache-2.0
// What the command line (or the static file) says. A value; immutable after the start.
#pragma once

#include "base/clock.h"
#include "base/proxy_instance.h"
#include "base/ip_address.h"
#include "net/address.h"
#include "net/proxy_header.h"
#include "proxy/keepalive.h"
#include "proxy/observe/access_log.h"
#include "proxy/probe/target.h"

#include <map>
#include <optional>
#include <vector>

namespace causeway::proxy {

struct TraceOptions {
    net::Address collector; // OTLP over gRPC, plain text
    double ratio = 0;       // of the traces that begin here

    bool operator==(const TraceOptions&) const = default;
};

struct Options {
    ProxyInstance instance;
    std::optional<net::Address> inbound;  // a gateway's ingress
    std::optional<net::Address> egress;   // gateways only
    std::optional<net::Address> outbound; // sidecars only
    std::optional<net::Address> admin;
    bool transparent = false; // causeway-init redirects connections here
    bool takesOverride = false; // see ListenerSpec
    std::string appAddress = "127.0.0.1";
    // Ports of the application whose opaque connections begin with a PROXY header.
    std::map<std::uint16_t, net::ProxyHeaderVersion> appProxyHeaders;
    std::vector<IpNetwork> balancers; // that call the inbound listener: see ListenerSpec
    std::optional<net::Address> source; // that upstream connections are bound to
    unsigned workers = 1;
    Duration drainTimeout = std::chrono::seconds(30);
    Duration headerTimeout = std::chrono::seconds(10);
    // In each such span a request's body, and a client that has to take a response, must move on.
    Duration bodyTimeout = std::chrono::seconds(30);
    Duration readTimeout = std::chrono::seconds(60);
    KeepaliveTimes keepalive;
    std::size_t maxRequests = 100'000; // under way at once
    // What is known of a destination that nobody calls is given up after that time.
    Duration destinationIdle = std::chrono::minutes(5);
    std::uint64_t memoryLimit = 0;     // bytes; 0: 90 % of what the control group allows

    std::optional<AccessLogOptions> accessLog; // none: what the settings say
    std::optional<TraceOptions> traces;
    ProbeOptions probes; // gateways only

    [[nodiscard]] bool isGateway() const { return instance.mode == ProxyMode::Gateway; }
};

// How to reach the control plane, and where to keep what it gave.
struct ControlOptions {
    net::Address address;
    std::string identity; // SPIFFE id that it must prove
    std::string trustAnchorsFile;
    std::string joinTokenFile;
    std::string stateFolder;
};

} // namespace causeway::proxy
