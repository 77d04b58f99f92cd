// SPDX-License-Identifier: Apache-2.0
// What the commands about links ask of clusters: the window that is looked at, and the usual before
// it.
#pragma once

#include "cli/fleet_session.h"
#include "cli/views.h"
#include "link/picture.h"

namespace causeway::cli {

// What is usual: the quarter of an hour before the window that is looked at.
inline constexpr std::chrono::seconds kUsual{900};

struct Both {
    telemetry::ClusterSamples now;
    telemetry::ClusterSamples usual;
};
[[nodiscard]] Result<Both> askBoth(const client::ClusterClient& client,
                                   std::chrono::seconds window);

struct BothSamples {
    Samples now;
    Samples usual;
};
[[nodiscard]] BothSamples samplesOf(const std::vector<Both>& clusters);

struct Ends {
    std::string from;
    std::string to;
};
// InvalidInput unless it is "FROM:TO".
[[nodiscard]] Result<Ends> parseLink(const std::string& link);

} // namespace causeway::cli
