// SPDX-License-Identifier: Apache-2.0
// Is this fleet sound? Facts in, findings out, each with what to do. Pure: the clock's reading is
// one of the facts.
#pragma once

#include "cli/fleet_session.h"
#include "cli/views.h"

#include <optional>
#include <string>
#include <vector>

namespace causeway::cli {

enum class Grade { Ok, Warning, Failed };

struct CheckResult {
    Grade grade = Grade::Ok;
    std::string check; // "control plane", "clock", …
    std::string about; // the cluster, or "fleet"
    std::string found;
    std::string action; // what to do; empty when all is well
};

struct CheckFacts {
    client::Cluster cluster;
    std::vector<client::Proxy> proxies;
    std::vector<client::Certificate> certificates;
    std::vector<client::Link> links;
    // That somebody has to look at; none: its control plane knows of no second person.
    std::optional<std::vector<client::ChangeSet>> changes;
    WallTime asked; // our clock before and after the cluster told its own
    WallTime answered;
};

struct FleetFacts {
    Answers<CheckFacts> clusters;
    WallTime clientNotAfter; // of the certificate that we show
    WallTime now;
};

// Every check, also those that found nothing wrong, in a fixed order.
[[nodiscard]] std::vector<CheckResult> checkFleet(const FleetFacts& facts);
[[nodiscard]] View checkView(const std::vector<CheckResult>& results);
[[nodiscard]] bool isSound(const std::vector<CheckResult>& results);

} // namespace causeway::cli
