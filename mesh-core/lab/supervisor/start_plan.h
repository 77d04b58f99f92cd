// SPDX-License-Identifier: Apache-2.0
// Which processes a fleet consists of, and the command line of each. Pure.
#pragma once

#include "lab/emulator/emulator.h"
#include "lab/fleet/fleet.h"
#include "lab/network/address_plan.h"
#include "lab/network/relay.h"
#include "lab/supervisor/lab_files.h"
#include "lab/supervisor/member.h"

#include <string>
#include <vector>

namespace causeway::lab {

struct LabPlan {
    Fleet fleet;
    AddressPlan addresses;
    LabFiles files;
    std::string programs; // the directory of causeway-proxy, causeway-control and this program
    std::uint64_t seed = 1;
};

// In the order of their start. Network namespaces are those of `clusterNetworks` (by cluster) and
// `wanNetwork`; empty and -1 where there are none.
[[nodiscard]] std::vector<MemberPlan>
memberPlans(const LabPlan& plan, const std::vector<int>& clusterNetworks, int wanNetwork);

// Both directions of every wire, as declared.
[[nodiscard]] std::vector<WirePlan> wirePlans(const Fleet& fleet);
[[nodiscard]] EmulatorPlan emulatorPlan(const LabPlan& plan);
[[nodiscard]] RelayPlan relayPlan(const LabPlan& plan);

} // namespace causeway::lab
