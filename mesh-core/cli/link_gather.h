// SPDX-License-Identifier: Apache-2.0
// What the commands about links ask of clusters: the window that is looked at, and the usual before
// it.
#pragma once

#include "cli/fleet_session.h"
#include "cli/views.h"
#include "link/denials.h"
#include "link/picture.h"

namespace causeway::cli {

// What is usual: the quarter of an hour before the window that is looked at.
inline constexpr std::chrono::seconds kUsual{900};

// In so many windows of the same length.
inline constexpr int kUsualWindows = 9;

struct Both {
    telemetry::ClusterSamples now;
    Samples usual; // a window each, the newest first
};
// `end`: FleetSession::commonEnd(), so that failures of one cluster's callers are those that another's
// callees counted, or did not.
[[nodiscard]] Result<Both> askBoth(const client::ClusterClient& client,
                                   std::chrono::seconds window, std::optional<WallTime> end);

// Of several clusters.
struct BothPictures {
    link::Picture now;
    link::Picture usual;
    std::vector<link::AnswerCounts> answers;
    std::vector<link::AnswerCounts> usualAnswers;
};
[[nodiscard]] BothPictures picturesOf(const std::vector<Both>& clusters);

struct Ends {
    std::string from;
    std::string to;
};
// InvalidInput unless it is "FROM:TO".
[[nodiscard]] Result<Ends> parseLink(const std::string& link);

} // namespace causeway::cli
