// SPDX-License-Identifier: Apache-2.0
#include "policy/rules.h"

#include <array>
#include <utility>

namespace causeway::policy {
namespace {

constexpr std::array<std::pair<std::string_view, DefaultPolicy>, 6> kNames{{
    {"all-unauthenticated", DefaultPolicy::AllUnauthenticated},
    {"all-authenticated", DefaultPolicy::AllAuthenticated},
    {"cluster-unauthenticated", DefaultPolicy::ClusterUnauthenticated},
    {"cluster-authenticated", DefaultPolicy::ClusterAuthenticated},
    {"deny", DefaultPolicy::Deny},
    {"audit", DefaultPolicy::Audit},
}};

constexpr std::array kEverywhere{"0.0.0.0/0", "::/0"};
constexpr std::array kPrivate{"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16",
                              "fd00::/8"};

std::vector<NetworkRange> everywhere() {
    std::vector<NetworkRange> ranges;
    for (const auto* cidr : kEverywhere)
        ranges.push_back({cidr, {}});
    return ranges;
}

} // namespace

std::vector<NetworkRange> clusterRanges(const std::vector<std::string>& clusterNetworks) {
    std::vector<NetworkRange> ranges;
    for (const auto& cidr : clusterNetworks)
        ranges.push_back({cidr, {}});
    if (ranges.empty())
        for (const auto* cidr : kPrivate)
            ranges.push_back({cidr, {}});
    return ranges;
}

std::string_view name(DefaultPolicy policy) {
    for (const auto& [text, value] : kNames)
        if (value == policy)
            return text;
    return "unknown";
}

std::optional<DefaultPolicy> parseDefaultPolicy(std::string_view text) {
    for (const auto& [known, value] : kNames)
        if (known == text)
            return value;
    return std::nullopt;
}

void addDefaultPolicy(ServerRules& rules, DefaultPolicy policy,
                      const std::vector<std::string>& clusterNetworks) {
    rules.defaultVerdict =
        policy == DefaultPolicy::Audit ? DefaultVerdict::Audit : DefaultVerdict::Deny;
    if (policy == DefaultPolicy::Deny || policy == DefaultPolicy::Audit)
        return;
    const bool cluster = policy == DefaultPolicy::ClusterUnauthenticated
                         || policy == DefaultPolicy::ClusterAuthenticated;
    const bool authenticated =
        policy == DefaultPolicy::AllAuthenticated || policy == DefaultPolicy::ClusterAuthenticated;
    Authorization authorization;
    authorization.object = {"default", "authorization", std::string(name(policy)), ""};
    authorization.networks = cluster ? clusterRanges(clusterNetworks) : everywhere();
    if (authenticated)
        authorization.authentication =
            MeshTls{.anyIdentity = true, .identities = {}, .suffixes = {}};
    rules.authorizations.push_back(std::move(authorization));
}

ServerRules defaultRules(DefaultPolicy policy, std::uint16_t port,
                         const std::vector<std::string>& clusterNetworks) {
    ServerRules rules;
    rules.server = {"default", "server", std::string(name(policy)), ""};
    rules.port = port;
    addDefaultPolicy(rules, policy, clusterNetworks);
    return rules;
}

} // namespace causeway::policy
