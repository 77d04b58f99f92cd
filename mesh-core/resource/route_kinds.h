// SPDX-License-Identifier: Apache-2.0
// The specs of routes: HTTPRoute (of policy.linkerd.io and of the Gateway API), GRPCRoute, TLSRoute
// and TCPRoute. They say what was declared; rules/ turns them into what route/ matches. Values.
#pragma once

#include "resource/filter_kinds.h"
#include "resource/policy_kinds.h"
#include "resource/yaml.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::resource {

struct ParentRef {
    Reference object; // Server, Service or EgressNetwork; any other counts for nothing
    std::uint16_t port = 0;
    std::string sectionName;

    bool operator==(const ParentRef&) const = default;
};

struct BackendRef {
    Reference object; // Service or EgressNetwork
    std::uint16_t port = 0;
    std::uint32_t weight = 1;

    bool operator==(const BackendRef&) const = default;
};

enum class PathType : std::uint8_t { PathPrefix, Exact, RegularExpression };
enum class ValueType : std::uint8_t { Exact, RegularExpression };

struct HttpPathMatch {
    PathType type = PathType::PathPrefix;
    std::string value = "/";

    bool operator==(const HttpPathMatch&) const = default;
};

struct NamedValueMatch {
    ValueType type = ValueType::Exact;
    std::string name;
    std::string value;

    bool operator==(const NamedValueMatch&) const = default;
};

struct HttpMatch {
    std::optional<HttpPathMatch> path;
    std::string method;
    std::vector<NamedValueMatch> headers;
    std::vector<NamedValueMatch> queryParams;

    bool operator==(const HttpMatch&) const = default;
};

struct RouteTimeouts {
    std::optional<Duration> request;
    std::optional<Duration> backendRequest;

    bool operator==(const RouteTimeouts&) const = default;
};

struct HttpRule {
    std::string name;
    std::vector<HttpMatch> matches;
    RouteFilters filters;
    std::vector<BackendRef> backendRefs;
    RouteTimeouts timeouts;

    bool operator==(const HttpRule&) const = default;
};

struct HttpRoute {
    std::vector<ParentRef> parentRefs;
    std::vector<std::string> hostnames;
    std::vector<HttpRule> rules;

    bool operator==(const HttpRoute&) const = default;
};

struct GrpcMatch {
    std::string service; // "bank.Ledger"; empty: every one
    std::string method;
    std::vector<NamedValueMatch> headers;

    bool operator==(const GrpcMatch&) const = default;
};

struct GrpcRule {
    std::string name;
    std::vector<GrpcMatch> matches;
    RouteFilters filters;
    std::vector<BackendRef> backendRefs;

    bool operator==(const GrpcRule&) const = default;
};

struct GrpcRoute {
    std::vector<ParentRef> parentRefs;
    std::vector<std::string> hostnames;
    std::vector<GrpcRule> rules;

    bool operator==(const GrpcRoute&) const = default;
};

// The one rule of a route that sees connections only.
struct ConnectionRule {
    std::string name;
    std::vector<BackendRef> backendRefs;

    bool operator==(const ConnectionRule&) const = default;
};

struct TlsRoute {
    std::vector<ParentRef> parentRefs;
    std::vector<std::string> hostnames; // of the SNI
    std::vector<ConnectionRule> rules;

    bool operator==(const TlsRoute&) const = default;
};

struct TcpRoute {
    std::vector<ParentRef> parentRefs;
    std::vector<ConnectionRule> rules;

    bool operator==(const TcpRoute&) const = default;
};

// A route of the Gateway API that says what this mesh does not do: a filter of another kind, a field
// of another implementation. The Gateway API has such a route admitted and not accepted: it is kept
// as it was written, is in nobody's way, and counts for nothing.
struct UnreadRoute {
    std::string kind; // "HTTPRoute"
    std::string spec; // YAML
    std::vector<Problem> problems;

    bool operator==(const UnreadRoute& other) const {
        return kind == other.kind && spec == other.spec;
    }
};

} // namespace causeway::resource
