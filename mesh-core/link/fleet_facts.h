// SPDX-License-Identifier: Apache-2.0
// What inventories and recordings of the clusters that answered tell besides times. A value; pure.
#pragma once

#include "link/denials.h"
#include "link/inventory.h"
#include "link/link_probes.h"

namespace causeway::link {

struct FleetFacts {
    WallTime now{};
    std::chrono::seconds window{60};
    std::vector<ClusterInventory> clusters;
    std::vector<DeniedCall> denied; // within the window
    std::vector<AnswerCounts> answers;
    std::vector<AnswerCounts> usualAnswers;
    std::vector<LinkProbes> probes; // of every link that is probed
};

} // namespace causeway::link
