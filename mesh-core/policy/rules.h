// SPDX-License-Identifier: Apache-2.0
// What a workload's port accepts, as plain data: mirrors inbound.proto. compile()
// (policy/snapshot.h) makes of it what requests are judged by. Values; pure.
#pragma once

#include "base/clock.h"
#include "base/object_ref.h"
#include "base/protocol.h"
#include "route/rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace causeway::policy {

struct NetworkRange {
    std::string cidr; // "10.0.0.0/8", or one address
    std::vector<std::string> except;

    bool operator==(const NetworkRange&) const = default;
};

struct Unauthenticated {
    bool operator==(const Unauthenticated&) const = default;
};
struct MeshTls {
    bool anyIdentity = false;
    std::vector<std::string> identities; // exact, SPIFFE or DNS-like
    std::vector<std::string> suffixes;   // of DNS-like ones: ".bank.serviceaccount.identity.…"

    bool operator==(const MeshTls&) const = default;
};

// Network and identity must both hold.
struct Authorization {
    ObjectRef object;
    std::vector<NetworkRange> networks; // any of them; none is invalid
    std::variant<Unauthenticated, MeshTls> authentication;

    bool operator==(const Authorization&) const = default;
};

struct InboundRoute {
    route::RouteRule rule;
    std::vector<Authorization> authorizations; // besides the server's
    route::Filters filters{};                  // of what is let in

    bool operator==(const InboundRoute&) const = default;
};

enum class DefaultVerdict : std::uint8_t {
    Deny = 1,
    Audit = 2, // allowed, and told as one that would be denied
};

// Requests a second, each proxy for itself (HTTPLocalRateLimitPolicy). A request is judged by the
// total, then by the override that names its caller, else by `identity`; burst is one second's
// worth.
struct RateOverride {
    std::uint32_t requestsPerSecond = 0;
    std::vector<std::string> identities; // DNS-like

    bool operator==(const RateOverride&) const = default;
};
struct RateLimit {
    ObjectRef object;
    std::optional<std::uint32_t> total;
    std::optional<std::uint32_t> identity; // of each caller; all without an identity share one
    std::vector<RateOverride> overrides;

    bool operator==(const RateLimit&) const = default;
};

struct ServerRules {
    ObjectRef server;
    std::uint16_t port = 0;
    Protocol protocol = Protocol::Detect;
    Duration detectTimeout = std::chrono::seconds(10);
    std::vector<Authorization> authorizations;
    std::vector<InboundRoute> routes; // none: the default route
    DefaultVerdict defaultVerdict = DefaultVerdict::Deny;
    route::Precedence precedence = route::Precedence::GatewayApi;
    std::optional<RateLimit> rateLimit; // of HTTP, behind the authorization

    bool operator==(const ServerRules&) const = default;
};

// config.linkerd.io/default-inbound-policy: what holds for a port that no Server names.
enum class DefaultPolicy : std::uint8_t {
    AllUnauthenticated,
    AllAuthenticated,
    ClusterUnauthenticated,
    ClusterAuthenticated,
    Deny,
    Audit,
};
[[nodiscard]] std::string_view name(DefaultPolicy policy); // "all-authenticated"
[[nodiscard]] std::optional<DefaultPolicy> parseDefaultPolicy(std::string_view text);

// `clusterNetworks`, or Linkerd's private ranges where none are given.
[[nodiscard]] std::vector<NetworkRange>
clusterRanges(const std::vector<std::string>& clusterNetworks);
// `clusterNetworks` empty: Linkerd's private ranges.
[[nodiscard]] ServerRules defaultRules(DefaultPolicy policy, std::uint16_t port,
                                       const std::vector<std::string>& clusterNetworks = {});
// The authorizations that a default policy amounts to, and its verdict on everything else.
void addDefaultPolicy(ServerRules& rules, DefaultPolicy policy,
                      const std::vector<std::string>& clusterNetworks = {});

} // namespace causeway::policy
