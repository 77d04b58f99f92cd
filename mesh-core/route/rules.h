// SPDX-License-Identifier: Apache-2.0
// Routing rules as plain data: what a route says, before compile() makes a table of it. Mirrors
// HostMatch, RouteMatch and OutboundRoutes of the wire. Values; pure.
#pragma once

#include "base/object_ref.h"
#include "base/protocol.h"
#include "route/condition.h"
#include "route/traffic_rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::route {

// The route of a service that has none.
[[nodiscard]] inline ObjectRef defaultRoute() { return {"default", "route", "default", ""}; }

// Whose order decides when several routes match.
enum class Precedence : std::uint8_t {
    GatewayApi = 0,
    Linkerd = 1, // paths by their length alone, a pattern counts as the whole path
};

struct HostMatch {
    enum class Kind : std::uint8_t { Exact, Suffix };
    Kind kind = Kind::Exact;
    std::string value; // "bank.example.com"; for Suffix that of "*.bank.example.com"

    bool operator==(const HostMatch&) const = default;
};

struct PathMatch {
    enum class Kind : std::uint8_t { Exact, Prefix, Regex };
    Kind kind = Kind::Prefix;
    std::string value; // Prefix: by element; Regex: RE2, anchored at both ends

    bool operator==(const PathMatch&) const = default;
};

struct ValueMatch {
    enum class Kind : std::uint8_t { Exact, Regex };
    std::string name;
    Kind kind = Kind::Exact;
    std::string value;

    bool operator==(const ValueMatch&) const = default;
};

// All that is set must match.
struct RouteMatch {
    std::optional<PathMatch> path;
    std::string method; // empty: every one
    std::vector<ValueMatch> headers;
    std::vector<ValueMatch> query;

    bool operator==(const RouteMatch&) const = default;
};

struct RouteRule {
    ObjectRef route;
    std::vector<HostMatch> hosts;    // none: every host
    std::vector<RouteMatch> matches; // none: every request

    bool operator==(const RouteRule&) const = default;
};

struct WeightedBackend {
    std::string destination; // "ledger.bank.svc.gcp.mesh:80"
    std::uint32_t weight = 1;
    Balancing balancing;

    bool operator==(const WeightedBackend&) const = default;
};

struct OutboundRoute {
    RouteRule rule;
    std::vector<WeightedBackend> backends; // none: the service itself
    Timeouts timeouts;
    std::optional<RetryPolicy> retry;
    Filters filters;
    std::vector<ResponseClass> classes; // the first that fits counts; none: the usual rule
    // Of a profile's routes, which are looked at in their order, in place of the rule's matches.
    std::optional<Condition> condition;

    bool operator==(const OutboundRoute&) const = default;
};

[[nodiscard]] inline OutboundRoute fallbackRoute() {
    OutboundRoute route;
    route.rule.route = defaultRoute();
    return route;
}

// Of an address that no service has: what may leave the mesh for it.
struct Egress {
    ObjectRef network;        // the EgressNetwork that judges
    bool allowed = true;      // also what no route matches
    bool connections = false; // bytes that are not HTTP, by a TCPRoute
    // … those that are TLS for one of these names, by a TLSRoute; a suffix of nothing is every name.
    std::vector<HostMatch> serverNames;

    bool operator==(const Egress&) const = default;
};

struct OutboundRoutes {
    std::string service; // full name: "ledger.bank.svc.gcp.mesh"
    std::uint16_t port = 80;
    Protocol protocol = Protocol::Detect;
    std::vector<OutboundRoute> routes;
    OutboundRoute fallback = fallbackRoute(); // of requests that no route matches
    std::string destination; // of routes without backends; empty: out of the mesh
    std::optional<Egress> egress; // set: it is an address outside
    Balancing balancing;     // of that destination
    RetryBudget budget;      // of all routes together
    bool headerOverrides = false; // requests may say their own time limits and retries
    Precedence precedence = Precedence::GatewayApi;

    bool operator==(const OutboundRoutes&) const = default;
};

} // namespace causeway::route
