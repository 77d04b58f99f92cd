// SPDX-License-Identifier: GPL-3.0-or-later
// What the store knows of links besides times, as mesh-core's diagnosis asks for it: inventories of
// the clusters that tell, and probes. What policy refused is in recordings, which the console does
// not read. Pure.
#pragma once

#include "link/fleet_facts.h"
#include "store/store.h"

namespace causeway::app::pages {

[[nodiscard]] causeway::link::FleetFacts factsOf(const store::Store& store,
                                                 const domain::TimeRange& window);
// What was probed in the window, and in the quarter of an hour before, link by link.
[[nodiscard]] std::vector<causeway::link::LinkProbes> probesOf(const store::Store& store,
                                                               const domain::TimeRange& window);

} // namespace causeway::app::pages
