// SPDX-License-Identifier: Apache-2.0
// Between ServiceProfile and HTTPRoute or GRPCRoute, with an account of what the result means: what
// carries over exactly, what changes and what is lost, and why. Pure.
#pragma once

#include "profile/render.h"

#include <string>
#include <string_view>
#include <vector>

namespace causeway::profile {

enum class Fate : std::uint8_t { Exact, Changed, Lost };
[[nodiscard]] std::string_view name(Fate fate);

struct Carried {
    Fate fate = Fate::Exact;
    std::string object; // "ServiceProfile bank/loans.bank.svc.cluster.local"
    std::string field;  // "spec.routes[0].isRetryable"; of the whole object: empty
    std::string why;    // "at most one retry a request instead of a budget"
};

struct Conversion {
    std::vector<resource::Object> objects;
    std::vector<Carried> report;

    [[nodiscard]] bool has(Fate fate) const;
};

enum class RouteKind : std::uint8_t { Http, Grpc };
// `profile` is a ServiceProfile.
[[nodiscard]] Conversion toRoutes(const resource::Object& profile, RouteKind kind);

// One profile for each Service that the routes attach to.
[[nodiscard]] Conversion toProfiles(const std::vector<resource::Object>& routes,
                                    const std::string& clusterDomain);

} // namespace causeway::profile
