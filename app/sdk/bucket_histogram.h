// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram as others keep it: any ascending edges, Prometheus' and Linkerd's among them. Turned
// into ours by spreading each of its buckets evenly over the ones of ours it covers, which is what
// histogram_quantile() assumes too. Pure.
#pragma once

#include "base/result.h"
#include "domain/edge_stats.h"

#include <cstdint>
#include <vector>

namespace causeway::app::sdk {

struct BucketHistogram {
    std::vector<double> upperEdgesMs; // ascending; what is above the last one is in `counts.back()`
    std::vector<std::uint64_t> counts; // per bucket, not cumulative: one more than edges
    std::optional<double> sumMs;
};

// InvalidInput when edges do not ascend or the sizes do not fit. What lies above the last edge is
// counted at that edge, as Prometheus does.
[[nodiscard]] Result<domain::Histogram> toHistogram(const BucketHistogram& other);

} // namespace causeway::app::sdk
