// SPDX-License-Identifier: Apache-2.0
// One declared object: which kind, its metadata, its typed spec, and where it was written. A value;
// comparing two ignores where they were written.
#pragma once

#include "base/object_ref.h"
#include "resource/mesh_kinds.h"
#include "resource/policy_kinds.h"
#include "resource/profile_kinds.h"
#include "resource/route_kinds.h"
#include "resource/yaml.h"

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace causeway::resource {

struct Metadata {
    std::string name;
    std::string namespace_; // "default" when a namespaced object names none; empty for the others
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> annotations;
    std::string
        creationTimestamp; // RFC 3339 in UTC, so that text order is time order; may be empty

    bool operator==(const Metadata&) const = default;
};

using Spec = std::variant<Service, ExternalWorkload, Link, Server, AuthorizationPolicy,
                          MeshTlsAuthentication, NetworkAuthentication, HttpRoute, GrpcRoute,
                          Cluster, Gateway, Fleet, ServerAuthorization, HttpLocalRateLimitPolicy,
                          EgressNetwork, TlsRoute, TcpRoute, ServiceProfile, UnreadRoute>;

struct Origin {
    std::string source;
    Range range;
};

struct Object {
    std::string apiVersion; // "policy.linkerd.io/v1beta3"
    Metadata metadata;
    Spec spec;
    Origin origin;

    bool operator==(const Object& other) const {
        return apiVersion == other.apiVersion && metadata == other.metadata && spec == other.spec;
    }

    template <typename Kind> [[nodiscard]] const Kind* as() const {
        return std::get_if<Kind>(&spec);
    }
    [[nodiscard]] std::string_view kind() const;  // "HTTPRoute"
    [[nodiscard]] std::string_view group() const; // "policy.linkerd.io"; empty for Service
    [[nodiscard]] ObjectRef ref() const;          // kind in lower case
    // "HTTPRoute bank/get-loan"
    [[nodiscard]] std::string describe() const;
};

// Older first, then by namespace and name; an object without a timestamp is the newest.
[[nodiscard]] bool precedes(const Object& a, const Object& b);

[[nodiscard]] const std::string* label(const Metadata& metadata, const std::string& name);
[[nodiscard]] const std::string* annotation(const Metadata& metadata, const std::string& name);

} // namespace causeway::resource
