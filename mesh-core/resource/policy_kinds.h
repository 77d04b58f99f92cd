// SPDX-License-Identifier: Apache-2.0
// The specs of policy.linkerd.io but its route: who may call (Server, AuthorizationPolicy,
// ServerAuthorization, the two authentications), how often (HTTPLocalRateLimitPolicy) and what may
// be called outside (EgressNetwork). Values; the fields are those of the kinds' definitions.
#pragma once

#include "resource/mesh_kinds.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::resource {

struct Server {
    // Exactly one of the two.
    std::optional<LabelSelector> podSelector;
    std::optional<LabelSelector> externalWorkloadSelector;
    PortRef port;
    std::string proxyProtocol = "unknown"; // unknown, HTTP/1, HTTP/2, gRPC, opaque, TLS
    std::string accessPolicy = "deny";     // a default policy's name

    bool operator==(const Server&) const = default;
};

// A reference within or across namespaces; `namespace_` empty: the referrer's own.
struct Reference {
    std::string group;
    std::string kind;
    std::string name;
    std::string namespace_;

    bool operator==(const Reference&) const = default;
};

struct AuthorizationPolicy {
    Reference target; // Server, HTTPRoute, GRPCRoute or the own Namespace
    std::vector<Reference> requiredAuthentications; // all must hold; none: everyone

    bool operator==(const AuthorizationPolicy&) const = default;
};

struct MeshTlsAuthentication {
    std::vector<std::string> identities; // exact, "*", "*.suffix" or spiffe://…
    std::vector<Reference> identityRefs; // ServiceAccount or Namespace

    bool operator==(const MeshTlsAuthentication&) const = default;
};

struct Network {
    std::string cidr;
    std::vector<std::string> except;

    bool operator==(const Network&) const = default;
};

struct NetworkAuthentication {
    std::vector<Network> networks;

    bool operator==(const NetworkAuthentication&) const = default;
};

struct ClientMeshTls {
    bool unauthenticatedTls = false; // TLS without an identity is enough
    std::vector<std::string> identities;
    std::vector<Reference> serviceAccounts;

    bool operator==(const ClientMeshTls&) const = default;
};

// v1beta1, the older way to say what AuthorizationPolicy says.
struct ServerAuthorization {
    // Exactly one of the two.
    std::string serverName;
    std::optional<LabelSelector> serverSelector;
    std::vector<Network> networks; // none: the cluster's networks
    bool unauthenticated = false;
    std::optional<ClientMeshTls> meshTls; // neither of the two: it allows nobody

    bool operator==(const ServerAuthorization&) const = default;
};

struct RateOverride {
    std::uint32_t requestsPerSecond = 0;
    std::vector<Reference> clients; // ServiceAccounts

    bool operator==(const RateOverride&) const = default;
};

struct HttpLocalRateLimitPolicy {
    Reference target; // Server
    std::optional<std::uint32_t> total;
    std::optional<std::uint32_t> identity; // of each; all without an identity share one
    std::vector<RateOverride> overrides;   // in place of `identity`

    bool operator==(const HttpLocalRateLimitPolicy&) const = default;
};

enum class TrafficPolicy : std::uint8_t { Allow, Deny };

struct EgressNetwork {
    std::vector<Network> networks; // none: everything but the cluster's networks
    TrafficPolicy trafficPolicy = TrafficPolicy::Deny;

    bool operator==(const EgressNetwork&) const = default;
};

} // namespace causeway::resource
