// SPDX-License-Identifier: Apache-2.0
// What a control plane remembers of a link: the same hour of the weeks before, and the last days.
// Bounded: a query for each week and one for the days, at most 400 points in all. Blocks until the
// answers or the deadline; the errors are the client's.
#pragma once

#include "client/cluster_client.h"
#include "link/drift.h"

#include <array>

namespace causeway::cli {

// Of one link at this hour of the week, as its callers measured it.
struct LinkBaselines {
    std::array<std::optional<link::HourBaseline>, telemetry::kLegs.size()> legs;
    std::optional<link::HourBaseline> whole;

    [[nodiscard]] const std::optional<link::HourBaseline>& leg(telemetry::Leg which) const {
        return legs[static_cast<std::size_t>(which) - 1];
    }
};

// `client`: of the cluster where the link begins.
[[nodiscard]] Result<LinkBaselines> askBaselines(const client::ClusterClient& client,
                                                 const std::string& link, WallTime now);
// Of whole requests over the last three days.
[[nodiscard]] Result<std::optional<link::Drift>> askDrift(const client::ClusterClient& client,
                                                          const std::string& link, WallTime now);

} // namespace causeway::cli
