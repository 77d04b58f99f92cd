// SPDX-License-Identifier: Apache-2.0
#include "base/workload_identity.h"

#include <algorithm>
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

// "talk.mesh", "cluster", "aws", "ns", "bank", "sa", "ledger".
using Segments = std::array<std::string_view, 7>;

std::optional<Segments> segmentsOf(std::string_view spiffeId) {
    if (!spiffeId.starts_with(kScheme) || spiffeId.ends_with('/'))
        return std::nullopt;
    auto rest = spiffeId.substr(kScheme.size());
    Segments segments;
    for (auto& segment : segments) {
        segment = nextSegment(rest);
        if (segment.empty())
            return std::nullopt;
    }
    if (!rest.empty() || segments[1] != "cluster" || segments[3] != "ns" || segments[5] != "sa")
        return std::nullopt;
    return segments;
}

constexpr std::string_view kMiddle = ".serviceaccount.identity.causeway.";

} // namespace

std::optional<WorkloadIdentity> WorkloadIdentity::parse(std::string_view spiffeId) {
    const auto segments = segmentsOf(spiffeId);
    if (!segments)
        return std::nullopt;
    const auto& parts = *segments;
    return WorkloadIdentity{std::string(parts[0]), std::string(parts[2]), std::string(parts[4]),
                            std::string(parts[6])};
}

std::string WorkloadIdentity::spiffeId() const {
    return std::string(kScheme) + trustDomain + "/cluster/" + cluster + "/ns/" + namespace_ + "/sa/"
           + account;
}

std::string WorkloadIdentity::dnsName() const {
    return account + "." + namespace_ + std::string(kMiddle) + trustDomain;
}

std::string_view writeDnsName(std::string_view spiffeId, std::span<char> buffer) {
    const auto segments = segmentsOf(spiffeId);
    if (!segments)
        return {};
    std::size_t size = 0;
    for (const auto part : {(*segments)[6], std::string_view("."), (*segments)[4], kMiddle,
                            (*segments)[0]}) {
        if (part.size() > buffer.size() - size)
            return {};
        std::copy(part.begin(), part.end(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
        size += part.size();
    }
    return {buffer.data(), size};
}

} // namespace causeway
