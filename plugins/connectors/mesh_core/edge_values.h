// SPDX-License-Identifier: GPL-3.0-or-later
// What mesh-core's client tells about edges, as the console's values: rows that differ only in
// route, status class or instance become one sample per edge and side, and what gateways counted on
// the way is left out, for it would count a request twice. Pure.
#pragma once

#include "client/inventory.h"
#include "sdk/range_query.h"
#include "sdk/updates.h"

namespace causeway::app::mesh_core {

[[nodiscard]] sdk::EdgeTick toTick(const client::EdgeTick& tick);

// What to ask one cluster for a selection: the side that this cluster's own proxies count.
[[nodiscard]] client::EdgeSelector selectorOf(const domain::Selection& selection);
[[nodiscard]] domain::MetricsSeries toSeries(const sdk::RangeQuery& query,
                                             const std::vector<client::SeriesPoint>& points);

} // namespace causeway::app::mesh_core
