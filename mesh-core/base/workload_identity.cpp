// SPDX-License-Identifier: Apache-2.0
#include "base/workload_identity.h"

#include <array>

namespace causeway {
namespace {

constexpr std::string_view kScheme = "spiffe://";

// Cuts the text up to the next slash off the front.
std::string_view nextSegment(std::string_view& rest) {
    const auto slash = rest.find('/');
    const auto segment = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    return segment;
}

} // namespace

std::optional<WorkloadIdentity> WorkloadIdentity::parse(std::string_view spiffeId) {
    if (!spiffeId.starts_with(kScheme) || spiffeId.ends_with('/'))
        return std::nullopt;
    auto rest = spiffeId.substr(kScheme.size());
    std::array<std::string_view, 7> segments;
    for (auto& segment : segments) {
        segment = nextSegment(rest);
        if (segment.empty())
            return std::nullopt;
    }
    if (!rest.empty() || segments[1] != "cluster" || segments[3] != "ns" || segments[5] != "sa")
        return std::nullopt;
    return WorkloadIdentity{std::string(segments[0]), std::string(segments[2]),
                            std::string(segments[4]), std::string(segments[6])};
}

std::string WorkloadIdentity::spiffeId() const {
    return std::string(kScheme) + trustDomain + "/cluster/" + cluster + "/ns/" + namespace_ + "/sa/"
           + account;
}

std::string WorkloadIdentity::dnsName() const {
    return account + "." + namespace_ + ".serviceaccount.identity.causeway." + trustDomain;
}

} // namespace causeway
