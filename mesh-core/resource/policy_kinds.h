// SPDX-License-Identifier: Apache-2.0
// The specs of policy.linkerd.io that say who may call: Server, AuthorizationPolicy and the two
// authentications. Values; the fields are those of the kinds' definitions.
#pragma once

#include "resource/mesh_kinds.h"

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

} // namespace causeway::resource
